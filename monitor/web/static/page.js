// Keys of the page, and forms that answer in place. It reads and decides without any of this.
"use strict";
const one = (what, within = document) => within.querySelector(what);
const cards = () => [...document.querySelectorAll(".card")];
const current = () => one(".card.at");
const say = (words) => { one("#said").textContent = words; };

function stand(card) {
  current()?.classList.remove("at");
  card.classList.add("at");
}

function move(step) {
  const all = cards();
  if (!all.length) return;
  const at = all.indexOf(current());
  const card = all[Math.min(Math.max(at + step, 0), all.length - 1)];
  stand(card);
  one("h2 a", card).focus({ preventScroll: true });
  card.scrollIntoView({ block: "nearest" });
}

function press(event) {
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  if (typing || event.ctrlKey || event.metaKey || event.altKey || one("dialog[open]")) return;
  const within = current() ?? (cards().length ? null : document);
  const key = event.key;
  if (key === "j") move(1);
  else if (key === "k") move(-1);
  else if (key === "?") one("#help").showModal();
  else if (key === "/") one("#words") ? one("#words").focus() : location.assign("/search");
  else if (key === "e") one("button[data-key=e]")?.click();
  else if (key === "o" && current()?.dataset.source) window.open(current().dataset.source, "_blank", "noopener,noreferrer");
  else if (within && ["t", "f", "m", "w"].includes(key)) one(`[data-key=${key}]`, within)?.click();
  else return;
  event.preventDefault();
}

// Sends the form of a card, and puts the card in its place as the page shows it then: nothing else moves.
async function judge(form, button, card) {
  const body = new URLSearchParams(new FormData(form, button));
  const answer = await fetch(form.action, { method: "POST", body, redirect: "manual" });
  if (answer.type !== "opaqueredirect") return say((await answer.text()).slice(0, 300));
  const page = await fetch(location.href);
  const read = new DOMParser().parseFromString(await page.text(), "text/html");
  const fresh = read.getElementById(card.id);
  if (!fresh) return location.reload();
  say("");
  card.replaceWith(fresh);
  stand(fresh);
  one(`[data-key=${button.dataset.key}]`, fresh)?.focus({ preventScroll: true });
  load(fresh);
}

// Puts what takes its time into its place: exclusions for an alert that was not worth telling. Its link stays else.
async function load(within) {
  const place = one("[data-load]", within);
  if (!place) return;
  const answer = await fetch(place.dataset.load).catch(() => null);
  if (!answer?.ok) return;
  const read = new DOMParser().parseFromString(await answer.text(), "text/html");
  place.replaceWith(...read.body.childNodes);
}

document.addEventListener("keydown", press);
document.addEventListener("focusin", (event) => {
  // A press of the mouse focuses, too: were the keys shown then, the button would move away from under it.
  const card = event.target.matches?.(":focus-visible") && event.target.closest(".card");
  if (card) stand(card);
});
document.addEventListener("submit", (event) => {
  const card = event.target.closest(".card");
  if (!card || !event.submitter || event.target.method !== "post") return;
  event.preventDefault();
  judge(event.target, event.submitter, card).catch(() => say("wirewatch does not answer: nothing was changed"));
});

// Words selected among the hits of a search are those that a rule is drafted for.
const watch = one("#watch-words");
document.addEventListener("selectionchange", () => {
  const words = String(getSelection()).replace(/\s+/g, " ").trim().slice(0, 200);
  if (!watch || !words || !getSelection().anchorNode?.parentElement?.closest(".hits")) return;
  watch.elements.words.value = words;
  one("#watch-shown").textContent = words.length > 60 ? `${words.slice(0, 60)}…` : words;
});

if (!cards().length) load(document);
