"""Tables of what publishers, ad networks and mail tools add to an address without changing its article.

`rules.text.urls` uses them; they hold no logic. A name belongs here only if no site is known to keep an
article's identity in it: a parameter dropped wrongly merges two articles, a parameter kept wrongly only
misses a duplicate. Names that mean tracking on one site and content on another go by host, or by value.
"""

from __future__ import annotations

import re


def _set(names: str) -> frozenset[str]:
    return frozenset(names.split())


# Prefixes are matched on the lower-cased parameter name.
TRACKER_PREFIXES = (
    "utm_", "at_", "ns_", "mtm_", "pk_", "piwik_", "matomo_", "hsa_", "_hs", "__hs", "mc_", "oly_", "vero_",
    "wt.", "wt_", "fb_", "ga_", "gad_", "_ga", "itm_", "guce_", "amp_", "trk_", "sc_camp", "aspsessionid",

    "_x_tr_", "sfmc_", "syn-", "utm-", "ml_sub", "bsft_", "dm_i", "ob_", "vgo_", "lmd_", "stm_",
    "guccounter", "__cft__", "__tn__", "_branch_",
)  # fmt: skip

TRACKERS = _set(
    """
    fbclid gclid gclsrc dclid gbraid wbraid msclkid yclid ymclid ysclid twclid ttclid igshid igsh epik
    li_fat_id mkt_tok _openstat openstat s_cid s_kwcid ef_id spm srsltid soc_src soc_trk .tsrc tsrc tblci
    ref_src ref_url referrer referer __twitter_impression __source dicbo oborigurl obinsource obref
    smid smtyp smvar emc xtor xtref xts ftag cmp cmpid cmpgnid ncid ocid cvid icid ico ito intcmp int_cmp
    dcmp campaignid campaign_id mbid maca feedtype feedname rssfeed wprss hootpostid sr_share wpisrc wpmm
    fromrss rssid rsspage replytocom share_id sharetype share_token sharetoken _ke trk trkcampaign gs_l
    unlocked_article_code elqtrack elqtrackid elqaid elqat phpsessid jsessionid cfid cftoken sara_ref gepc zanpid
    echobox xtcr xtnp xtloc mibextid _rdc _rdr _ft_ _gl _guc_consent_skip hsctatracking wtrid tracking_source
    adgroupid ucbcb _sm_au_
    rb_clickid wickedid ck_subscriber_id mkwid pcrid cndid bxid _bhlid __s nr_email_referer aftr_source this_affiliate
    """
)

# Switches of a page's form: dropped only with a value that means "yes".
FLAGS = _set("print printable amp isamp _amp wpamp rss share shared mobile nomobile gift fullsite")
FLAG_VALUE = re.compile(r"|1|y|yes|true|on|rss", re.IGNORECASE)

# Parameters that carry a channel in some addresses and content in others: dropped only with a channel's value.
CHANNELS = _set(
    "ref source src from via origin partner medium feed output outputtype view format mode platform cid mod "
    "referral channel reflink share traffic_source"
)
CHANNEL_VALUE = re.compile(
    r"(?:rss|feeds?|atom|newsletter|e?mail|twitter|facebook|social|socialflow|flipboard)(?:\d?|[-_].*)|"
    r"xml|amp|print|printer|nl|tw|fb|share|sharing|whatsapp|telegram|linkedin|reddit|instagram|smartnews|amp-type|"
    r"upday|apple_?news|google_?news|gnews|pocket|home|homepage|hp|mobile|app|push|bluesky|threads|hootsuite",
    re.IGNORECASE,
)
# A session of a visit, unless its value is short: a legislature's session is content.
SESSIONS = _set("sid s session token sessionid session_id sessid")
SESSION_VALUE = re.compile(r"(?=.*\d)(?=.*[a-zA-Z])[0-9a-zA-Z]{24,}|[0-9a-fA-F]{32}")

# By host, for itself and its sub-domains.
HOST_TRACKERS: dict[str, frozenset[str]] = {
    host: _set(names)
    for host, names in {
        "nytimes.com": "partner rref hp action module region pgtype _r nl te regi_id user_id segment_id "
        "instance_id searchresultposition referringsource",
        "washingtonpost.com": "tid itid hpid pwapi_token",
        "wsj.com": "mod st reflink siteid",
        "barrons.com": "mod siteid reflink",
        "marketwatch.com": "mod siteid reflink link",
        "huffpost.com": "ir",
        "huffingtonpost.com": "ir",
        "reuters.com": "rpc il edition-redirect taid",
        "wired.com": "intcid",
        "techcrunch.com": "sr",
        "businessinsider.com": "r ir",
        "facebook.com": "ref fref refid hc_ref hc_location paipv eav rdid sfnsn",
        "linkedin.com": "trackingid lipi",
        "tiktok.com": "_r _t is_from_webapp sender_device is_copy_url",
        "reddit.com": "rdt ref ref_campaign",
        "bloomberg.com": "srnd sref in_source leadsource embedded-checkout",
        "cnn.com": "hpt iref sr eref",
        "cnbc.com": "par",
        "npr.org": "ft f sc dl",
        "abcnews.go.com": "cid",
        "forbes.com": "ss sh",
        "msn.com": "ei pc",
        "elpais.com": "ssm prm id_externo_rsoc",
        "news.google.com": "oc hl gl ceid",
        "youtube.com": "feature si pp ab_channel t",
        "twitter.com": "s t",
        "blogspot.com": "m showcomment spref",
        "substack.com": "r publication_id post_id isfreemail triedredirect token",
    }.items()
}

# One site under two names, where the path alone tells the article.
HOST_ALIASES = {
    "bbc.com": "bbc.co.uk",
    "edition.cnn.com": "cnn.com",
    "us.cnn.com": "cnn.com",
    "x.com": "twitter.com",
    "old.reddit.com": "reddit.com",
    "youtube-nocookie.com": "youtube.com",
}

# (host, path with the target in it): services whose addresses go on with the address that they lead to.
PATH_REDIRECTORS: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...] = tuple(
    (re.compile(host), re.compile(path))
    for host, path in (
        (r"(?:12ft\.io|via\.hypothes\.is)", r"/(https?:.+)"),
        (r"go\.theregister\.com", r"/feed/(.+)"),
        (r"web\.archive\.org", r"/web/\d{4,14}[a-z_]{0,5}/(.+)"),
        (r"web-archive\.org|archive\.(?:today|ph|is|li|fo|md|vn)", r"/(?:o/\w+|\d{8,14}|newest)/(https?:.+)"),
    )
)

# (host, path, parameters that hold the target): services that only redirect a reader.
REDIRECTORS: tuple[tuple[re.Pattern[str], re.Pattern[str], tuple[str, ...]], ...] = tuple(
    (re.compile(host), re.compile(path), tuple(names.split()))
    for host, path, names in (
        (r"(?:news\.)?google\.[a-z.]+", r"/(?:news/)?url", "url q"),
        (r"(?:(?:l|lm)\.)?(?:facebook|messenger)\.com", r"/l\.php", "u"),
        (r"l\.(?:instagram|threads)\.(?:com|net)", r"/?", "u"),
        (r".+\.safelinks\.protection\.outlook\.com", r"/.*", "url"),
        (r"bing\.com", r"/news/apiclick\.aspx", "url"),
        (r"duckduckgo\.com", r"/l/?", "uddg"),
        (r"youtube\.com", r"/redirect", "q"),
        (r"linkedin\.com", r"/(?:redir/redirect|safety/go)/?", "url"),
        (r"vk\.com", r"/away\.php", "to"),
        (r"out\.reddit\.com", r"/.*", "url"),
        (r"t\.umblr\.com", r"/redirect", "z"),
        (r"slack-redir\.net", r"/link", "url"),
        (r"medium\.com", r"/r/?", "url"),
        (r"disq\.us", r"/url", "url"),
        (r"flipboard\.com", r"/redirect", "url"),
        (r"getpocket\.com", r"/redirect", "url"),
        (r"go\.redirectingat\.com", r"/?", "url"),
        (r"translate\.google\.[a-z.]+", r"/translate", "u"),
        (r"reddit\.com", r"/media/?", "url"),
        (r"go\.bsky\.app", r"/redirect", "u"),
        (r"exit\.sc", r"/?", "url"),
        (r"steamcommunity\.com", r"/linkfilter/?", "url u"),
    )
)
