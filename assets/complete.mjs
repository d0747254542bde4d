// Completion from the JSON Schema of a rules file: keys and values that may stand where the cursor is. By indentation,
// which is enough for YAML in blocks; lists and mappings in one line complete ids only.

const KEY = /^(\s*)(- )?([\w]+):/;
const NAMES_RULES = new Set(["when", "any", "all", "none"]);

// The keys above a place, outermost first.
export function pathAt(lines, number, column) {
  const indentOf = (text) => { const found = /^(\s*)(- )?/.exec(text); return found[1].length + (found[2] ? 2 : 0); };
  let indent = lines[number].trim() ? indentOf(lines[number]) : column;
  const path = [];
  for (let above = number - 1; above >= 0 && indent > 0; above--) {
    const found = KEY.exec(lines[above]);
    if (!found) continue;
    const own = found[1].length + (found[2] ? 2 : 0);
    if (own < indent) {
      path.unshift(found[3]);
      indent = found[1].length;
    }
  }
  return path;
}

function resolved(node, root) {
  while (node?.$ref) node = node.$ref.replace("#/", "").split("/").reduce((at, key) => at?.[key], root);
  return node;
}

// Every schema that may hold, of alternatives and of the items of lists.
function* alternatives(nodes, root) {
  const open = [...nodes];
  while (open.length) {
    const node = resolved(open.pop(), root);
    if (!node) continue;
    yield node;
    for (const key of ["anyOf", "oneOf", "allOf"]) open.push(...(node[key] ?? []));
    if (node.items) open.push(node.items);
  }
}

export function allowed(root, path) {
  let found = [root];
  for (const key of path) found = [...alternatives(found, root)].map((node) => node.properties?.[key]).filter(Boolean);
  const keys = new Map();
  const values = new Set();
  for (const node of alternatives(found, root)) {
    for (const [key, of] of Object.entries(node.properties ?? {})) keys.set(key, of.description ?? resolved(of, root)?.description ?? "");
    for (const value of node.enum ?? []) values.add(String(value));
    if (node.const !== undefined) values.add(String(node.const));
    if (node.type === "boolean") values.add("true").add("false");
  }
  return { keys, values };
}

export function completer(schema, ids) {
  return (context) => {
    const line = context.state.doc.lineAt(context.pos);
    const before = line.text.slice(0, context.pos - line.from);
    const word = context.matchBefore(/[\w.-]*/);
    if (!context.explicit && word.from === word.to) return null;
    const lines = context.state.doc.toString().split("\n");
    const path = pathAt(lines, line.number - 1, before.length);
    const key = /([\w]+):\s[^:]*$/.exec(before)?.[1];
    if (key || /[[{,]/.test(before)) {
      const own = key ? [...allowed(schema, [...path, key]).values].map((label) => ({ label, type: "enum" })) : [];
      const rules = NAMES_RULES.has(key) ? ids().map((label) => ({ label, type: "variable" })) : [];
      const options = [...own, ...rules];
      return options.length ? { from: word.from, options } : null;
    }
    const options = [...allowed(schema, path).keys].map(([label, info]) => ({ label, info: info || undefined, apply: `${label}: `, type: "property" }));
    return { from: word.from, options };
  };
}
