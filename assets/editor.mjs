// The editor of rules: takes the place of the text area, which keeps the text and stays what the form sends.
import { autocompletion, closeBrackets, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { yaml } from "@codemirror/lang-yaml";
import { HighlightStyle, bracketMatching, foldGutter, foldKeymap, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { lintGutter, lintKeymap, setDiagnostics } from "@codemirror/lint";
import { highlightSelectionMatches, searchKeymap } from "@codemirror/search";
import { EditorState } from "@codemirror/state";
import { EditorView, drawSelection, highlightActiveLine, highlightActiveLineGutter, highlightSpecialChars, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { completer } from "./complete.mjs";

// Classes, no colours: those are the page's own, by day and night.
const ink = HighlightStyle.define([
  { tag: tags.comment, class: "tok-comment" },
  { tag: [tags.propertyName, tags.definition(tags.propertyName)], class: "tok-key" },
  { tag: tags.string, class: "tok-string" },
  { tag: [tags.separator, tags.punctuation, tags.squareBracket, tags.brace], class: "tok-punct" },
]);
const form = document.querySelector("#draft");
const area = document.querySelector("#text");
const found = document.querySelector("#found");
const ids = () => (found.querySelector("[data-ids]")?.dataset.ids ?? "").split(" ").filter(Boolean);

// A browser that types over a selection keeps the look of what was there by a style of its own, which our policy refuses.
const typedOver = EditorView.domEventHandlers({
  beforeinput(event, view) {
    const { from, to, empty } = view.state.selection.main;
    if (event.inputType !== "insertText" || !event.data || empty || view.composing) return false;
    const insert = () => view.state.update(view.state.replaceSelection(event.data), { userEvent: "input.type", scrollIntoView: true });
    const taken = view.state.facet(EditorView.inputHandler).some((handler) => handler(view, from, to, event.data, insert));
    if (!taken) view.dispatch(insert());
    event.preventDefault();
    return true;
  },
});

function mount(schema) {
  const parent = document.createElement("div");
  parent.className = "editor";
  area.after(parent);
  area.hidden = true;
  const view = new EditorView({
    parent,
    state: EditorState.create({
      doc: area.value,
      extensions: [
        EditorView.cspNonce.of(form.dataset.nonce),
        EditorView.contentAttributes.of({ "aria-label": document.querySelector("label[for=text]").textContent }),
        lineNumbers(), foldGutter(), highlightActiveLineGutter(), highlightSpecialChars(), history(), drawSelection(),
        indentUnit.of("  "), bracketMatching(), closeBrackets(), highlightActiveLine(), highlightSelectionMatches(),
        typedOver, yaml(), syntaxHighlighting(ink), lintGutter(), autocompletion({ override: [completer(schema, ids)] }),
        // Tab leaves the editor, as people need who use the keyboard alone; Ctrl-] and Ctrl-[ indent.
        keymap.of([...completionKeymap, ...lintKeymap, ...searchKeymap, ...foldKeymap, ...historyKeymap, ...defaultKeymap]),
        EditorView.updateListener.of((update) => {
          if (!update.docChanged) return;
          area.value = update.state.doc.toString();
          area.dispatchEvent(new Event("input"));
        }),
      ],
    }),
  });
  view.scrollDOM.tabIndex = 0; // so that arrow keys scroll it, too
  const mark = () => {
    const doc = view.state.doc;
    const marks = [...found.querySelectorAll("[data-line]")].filter((each) => Number(each.dataset.line)).map((each) => {
      const line = doc.line(Math.min(Number(each.dataset.line), doc.lines));
      const from = Math.min(line.from + Math.max(Number(each.dataset.column) - 1, 0), line.to);
      return { from, to: line.to, severity: each.dataset.level, message: each.innerText.split("\n").slice(1).join("\n") };
    });
    view.dispatch(setDiagnostics(view.state, marks));
  };
  form.addEventListener("judged", mark);
  mark();
}

if (form?.dataset.nonce && area && !area.readOnly) {
  const answer = await fetch("/rules/schema.json", { credentials: "same-origin" }).catch(() => null);
  mount(answer?.ok ? await answer.json() : {});
}
