CREATE TABLE acknowledgement (
	alert INTEGER NOT NULL,
	"by" VARCHAR NOT NULL,
	at DATETIME NOT NULL,
	PRIMARY KEY (alert),
	FOREIGN KEY(alert) REFERENCES alert (id) ON DELETE CASCADE
);

CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL,
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);

CREATE TABLE alert (
	id INTEGER NOT NULL,
	kind VARCHAR NOT NULL,
	story VARCHAR NOT NULL,
	entry VARCHAR NOT NULL,
	severity VARCHAR NOT NULL,
	matches JSON NOT NULL,
	reason JSON NOT NULL,
	created DATETIME NOT NULL, escalate_at DATETIME,
	PRIMARY KEY (id),
	FOREIGN KEY(entry) REFERENCES entry (id)
);

CREATE TABLE alert_watch (
	alert INTEGER NOT NULL,
	watch VARCHAR NOT NULL,
	PRIMARY KEY (alert, watch),
	FOREIGN KEY(alert) REFERENCES alert (id) ON DELETE CASCADE
);

CREATE TABLE attempt (
	id INTEGER NOT NULL,
	delivery INTEGER NOT NULL,
	number INTEGER NOT NULL,
	state VARCHAR NOT NULL,
	reason VARCHAR NOT NULL,
	at DATETIME NOT NULL,
	PRIMARY KEY (id),
	FOREIGN KEY(delivery) REFERENCES delivery (id) ON DELETE CASCADE
);

CREATE TABLE audit (
	id INTEGER NOT NULL,
	at DATETIME NOT NULL,
	who VARCHAR NOT NULL,
	via VARCHAR NOT NULL,
	action VARCHAR NOT NULL,
	about VARCHAR NOT NULL,
	detail VARCHAR NOT NULL,
	PRIMARY KEY (id)
);

CREATE TABLE band (
	band BIGINT NOT NULL,
	no BIGINT NOT NULL,
	PRIMARY KEY (band, no)
)
 WITHOUT ROWID;

CREATE TABLE daemon (
	id VARCHAR NOT NULL,
	host VARCHAR NOT NULL,
	process INTEGER NOT NULL,
	version VARCHAR NOT NULL,
	rules VARCHAR NOT NULL,
	config VARCHAR NOT NULL,
	started DATETIME NOT NULL,
	beat DATETIME NOT NULL,
	ended DATETIME,
	PRIMARY KEY (id)
);

CREATE TABLE decision (
	id INTEGER NOT NULL,
	entry VARCHAR NOT NULL,
	version INTEGER NOT NULL,
	watch VARCHAR NOT NULL,
	action VARCHAR NOT NULL,
	reason JSON NOT NULL,
	alert INTEGER,
	rules_version VARCHAR NOT NULL,
	at DATETIME NOT NULL, due DATETIME,
	PRIMARY KEY (id),
	FOREIGN KEY(alert) REFERENCES alert (id),
	FOREIGN KEY(entry) REFERENCES entry (id) ON DELETE CASCADE,
	UNIQUE (entry, version, watch)
);

CREATE TABLE "delivery" (
	id INTEGER NOT NULL,
	"key" VARCHAR NOT NULL,
	alert INTEGER,
	destination VARCHAR NOT NULL,
	state VARCHAR NOT NULL,
	not_before DATETIME,
	attempts INTEGER NOT NULL,
	payload JSON,
	last_error VARCHAR,
	owner VARCHAR,
	created DATETIME NOT NULL,
	updated DATETIME NOT NULL,
	recipient VARCHAR,
	part INTEGER DEFAULT 1 NOT NULL,
	parts INTEGER DEFAULT 1 NOT NULL,
	handed BOOLEAN DEFAULT 0 NOT NULL,
	held_for VARCHAR,
	digest INTEGER,
	first_try DATETIME,
	lease_until DATETIME,
	planned BOOLEAN DEFAULT 0 NOT NULL,
	PRIMARY KEY (id),
	FOREIGN KEY(alert) REFERENCES alert (id),
	UNIQUE ("key")
);

CREATE TABLE "entry" (
	id VARCHAR NOT NULL,
	feed VARCHAR NOT NULL,
	guid VARCHAR,
	url VARCHAR,
	title VARCHAR NOT NULL,
	text VARCHAR NOT NULL,
	lang VARCHAR,
	outlet VARCHAR,
	published DATETIME,
	fetched DATETIME NOT NULL,
	version INTEGER NOT NULL,
	digest VARCHAR NOT NULL,
	url_key VARCHAR,
	title_key VARCHAR NOT NULL,
	content_key VARCHAR,
	quiet BOOLEAN NOT NULL,
	story VARCHAR NOT NULL,
	level VARCHAR NOT NULL,
	same_as VARCHAR,
	join_score FLOAT NOT NULL,
	join_reason JSON NOT NULL,
	rules_version VARCHAR NOT NULL,
	article VARCHAR DEFAULT '' NOT NULL,
	PRIMARY KEY (id)
);

CREATE TABLE entry_version (
	entry VARCHAR NOT NULL,
	version INTEGER NOT NULL,
	title VARCHAR NOT NULL,
	text VARCHAR NOT NULL,
	fetched DATETIME NOT NULL,
	PRIMARY KEY (entry, version),
	FOREIGN KEY(entry) REFERENCES entry (id) ON DELETE CASCADE
);

CREATE TABLE "feed" (
	name VARCHAR NOT NULL,
	url VARCHAR NOT NULL,
	active BOOLEAN NOT NULL,
	next_at DATETIME NOT NULL,
	interval FLOAT NOT NULL,
	etag VARCHAR,
	last_modified VARCHAR,
	body_digest VARCHAR,
	first_polled DATETIME,
	last_poll DATETIME,
	last_ok DATETIME,
	last_new DATETIME,
	errors INTEGER NOT NULL,
	last_error VARCHAR,
	gone BOOLEAN NOT NULL,
	owner VARCHAR,
	lease_until DATETIME,
	why VARCHAR DEFAULT ('') NOT NULL,
	moved_count INTEGER DEFAULT 0 NOT NULL,
	pace BLOB DEFAULT ('') NOT NULL,
	items BLOB DEFAULT ('') NOT NULL,
	moved_to VARCHAR,
	took FLOAT DEFAULT 0 NOT NULL, polled_by VARCHAR,
	PRIMARY KEY (name)
);

CREATE TABLE last_look (
	reader VARCHAR NOT NULL,
	alert BIGINT NOT NULL,
	at DATETIME NOT NULL,
	PRIMARY KEY (reader)
);

CREATE TABLE "match" (
	id INTEGER NOT NULL,
	entry VARCHAR NOT NULL,
	version INTEGER NOT NULL,
	rule VARCHAR NOT NULL,
	detail JSON NOT NULL,
	PRIMARY KEY (id),
	FOREIGN KEY(entry) REFERENCES entry (id) ON DELETE CASCADE
);

CREATE TABLE mute (
	kind VARCHAR NOT NULL,
	name VARCHAR NOT NULL,
	until DATETIME NOT NULL,
	mode VARCHAR NOT NULL,
	created DATETIME NOT NULL,
	PRIMARY KEY (kind, name)
);

CREATE TABLE rules_version (
	version VARCHAR NOT NULL,
	loaded DATETIME NOT NULL,
	sources JSON NOT NULL,
	PRIMARY KEY (version)
);

CREATE TABLE script_token (
	name VARCHAR NOT NULL,
	sha256 VARCHAR NOT NULL,
	role VARCHAR NOT NULL,
	created DATETIME NOT NULL,
	used DATETIME,
	PRIMARY KEY (name),
	UNIQUE (sha256)
);

CREATE TABLE searchable (
	no INTEGER NOT NULL,
	entry VARCHAR NOT NULL,
	words VARCHAR, tokens VARCHAR, fetched DATETIME,
	PRIMARY KEY (no),
	FOREIGN KEY(entry) REFERENCES entry (id) ON DELETE CASCADE,
	UNIQUE (entry)
);

CREATE TABLE shared_feed (
	name VARCHAR NOT NULL,
	section JSON NOT NULL,
	changed DATETIME NOT NULL,
	PRIMARY KEY (name)
);

CREATE TABLE signature (
	no INTEGER NOT NULL,
	entry VARCHAR NOT NULL,
	at DATETIME NOT NULL,
	event BOOLEAN NOT NULL,
	PRIMARY KEY (no),
	FOREIGN KEY(entry) REFERENCES entry (id) ON DELETE CASCADE,
	UNIQUE (entry)
);

CREATE TABLE silence_verdict (
	id INTEGER NOT NULL,
	entry VARCHAR NOT NULL,
	watch VARCHAR NOT NULL,
	correct BOOLEAN NOT NULL,
	note VARCHAR NOT NULL,
	at DATETIME NOT NULL,
	PRIMARY KEY (id),
	FOREIGN KEY(entry) REFERENCES entry (id) ON DELETE CASCADE
);

CREATE TABLE token (
	id INTEGER NOT NULL,
	text VARCHAR NOT NULL,
	PRIMARY KEY (id),
	UNIQUE (text)
);

CREATE TABLE trouble (
	id INTEGER NOT NULL,
	"key" VARCHAR NOT NULL,
	text VARCHAR NOT NULL,
	since DATETIME NOT NULL,
	over DATETIME,
	PRIMARY KEY (id)
);

CREATE TABLE verdict (
	id INTEGER NOT NULL,
	alert INTEGER NOT NULL,
	correct BOOLEAN NOT NULL,
	note VARCHAR NOT NULL,
	at DATETIME NOT NULL,
	PRIMARY KEY (id),
	FOREIGN KEY(alert) REFERENCES alert (id)
);

CREATE TABLE word_count (
	word VARCHAR NOT NULL,
	stories INTEGER NOT NULL,
	PRIMARY KEY (word)
)
 WITHOUT ROWID;

CREATE INDEX ix_alert_created ON alert (created);

CREATE INDEX ix_alert_escalate_at ON alert (escalate_at);

CREATE INDEX ix_alert_story ON alert (story);

CREATE INDEX ix_attempt_delivery ON attempt (delivery);

CREATE INDEX ix_audit_at ON audit (at);

CREATE INDEX ix_decision_alert ON decision (alert);

CREATE INDEX ix_decision_due ON decision (action, due);

CREATE INDEX ix_decision_entry ON decision (entry);

CREATE INDEX ix_decision_watch_at ON decision (watch, at);

CREATE INDEX ix_delivery_alert ON delivery (alert);

CREATE INDEX ix_delivery_digest ON delivery (digest);

CREATE INDEX ix_delivery_due ON delivery (state, not_before);

CREATE INDEX ix_entry_content_key ON entry (content_key);

CREATE INDEX ix_entry_feed_fetched ON entry (feed, fetched);

CREATE INDEX ix_entry_fetched ON entry (fetched);

CREATE INDEX ix_entry_story ON entry (story);

CREATE INDEX ix_entry_title_key ON entry (title_key);

CREATE INDEX ix_entry_url_key ON entry (url_key);

CREATE INDEX ix_feed_due ON feed (active, next_at);

CREATE INDEX ix_match_entry ON "match" (entry);

CREATE INDEX ix_match_rule ON "match" (rule);

CREATE INDEX ix_rules_version_loaded ON rules_version (loaded);

CREATE INDEX ix_shared_feed_changed ON shared_feed (changed);

CREATE INDEX ix_silence_verdict_entry ON silence_verdict (entry);

CREATE INDEX ix_trouble_key ON trouble ("key");

CREATE INDEX ix_verdict_alert ON verdict (alert);
