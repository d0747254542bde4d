// Keys of the page. It reads and decides without any of this.
"use strict";
const one = (what, within = document) => within.querySelector(what);
const cards = () => [...document.querySelectorAll(".card")];
const current = () => one(".card.at");

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
  const typing = event.target.closest("input, textarea, select");
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

document.addEventListener("keydown", press);
document.addEventListener("focusin", (event) => {
  const card = event.target.closest?.(".card");
  if (card) stand(card);
});
