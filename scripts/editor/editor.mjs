// The editor of the practice cells: CodeMirror 6 with what makes Python pleasant and no more.
// Colours are the site's own variables, so light and dark need nothing here. Tab leaves the editor.
import { EditorState } from "@codemirror/state";
import { EditorView, drawSelection, keymap, lineNumbers } from "@codemirror/view";
import { defaultKeymap, history, historyKeymap, indentLess, indentMore } from "@codemirror/commands";
import { HighlightStyle, bracketMatching, indentOnInput, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { python } from "@codemirror/lang-python";
import { tags } from "@lezer/highlight";

const colour = (name, ...tag) => ({ tag, color: `var(--md-code-hl-${name}-color)` });

const highlighting = HighlightStyle.define([
  colour("keyword", tags.keyword, tags.operatorKeyword, tags.controlKeyword, tags.definitionKeyword, tags.moduleKeyword),
  colour("string", tags.string, tags.special(tags.string)),
  colour("number", tags.number),
  colour("comment", tags.comment),
  colour("function", tags.function(tags.definition(tags.variableName)), tags.function(tags.variableName), tags.definition(tags.className)),
  colour("constant", tags.bool, tags.null),
  colour("operator", tags.operator, tags.punctuation, tags.bracket),
]);

const theme = EditorView.theme({
  "&": { color: "var(--md-code-fg-color)", fontSize: ".72rem" },
  "&.cm-focused": { outline: ".14rem solid var(--orange)" },
  ".cm-scroller": { fontFamily: "var(--md-code-font-family)", lineHeight: "1.55" },
  ".cm-content": { padding: ".7em 0", caretColor: "var(--md-code-fg-color)" },
  ".cm-cursor": { borderLeftColor: "var(--md-code-fg-color)" },
  ".cm-gutters": { background: "transparent", color: "var(--muted)", border: "none" },
  "&.cm-focused .cm-selectionBackground, .cm-selectionBackground": {
    background: "color-mix(in srgb, var(--teal) 28%, transparent) !important",
  },
});

export function create(parent, code, label, submit, changed) {
  const view = new EditorView({
    parent,
    state: EditorState.create({
      doc: code,
      extensions: [
        lineNumbers(), history(), drawSelection(), indentOnInput(), bracketMatching(), indentUnit.of("    "),
        python(), syntaxHighlighting(highlighting), theme,
        EditorView.contentAttributes.of({ "aria-label": label, tabindex: "0" }),
        keymap.of([
          { key: "Mod-Enter", run: () => { submit(); return true; } },
          { key: "Mod-]", run: indentMore },
          { key: "Mod-[", run: indentLess },
          ...defaultKeymap,
          ...historyKeymap,
        ]),
        EditorView.updateListener.of(update => update.docChanged && changed()),
      ],
    }),
  });
  return {
    get: () => view.state.doc.toString(),
    set: text => view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } }),
    focus: () => view.focus(),
  };
}
