// A searched choice (core/web/picker.py): Tom Select in the place of the search that works without
// a script. It is loaded where a page has one, and only once.

let ready;

function load({ script }) {
  ready ??= new Promise((resolve, reject) => {
    const element = document.createElement("script");
    element.src = script;
    element.addEventListener("load", () => resolve(window.TomSelect));
    element.addEventListener("error", reject);
    document.head.append(element);
  });
  return ready;
}

async function dress(root) {
  const TomSelect = await load(root.dataset);
  const words = root.dataset;
  const many = "many" in words;
  const input = root.querySelector("input[type=search]");
  const typed = input.value;
  const select = document.createElement("select");
  select.name = words.name;
  select.multiple = many;
  if (!many) select.append(new Option("", ""));
  for (const box of root.querySelectorAll("[data-picker-rows] input")) {
    if (box.value) select.append(new Option(box.labels[0].textContent.trim(), box.value, box.checked, box.checked));
  }
  const note = document.createElement("p");
  note.className = "soft small picker-note";
  note.setAttribute("role", "status");
  root.replaceChildren(select, note);
  const box = new TomSelect(select, {
    placeholder: input.placeholder,
    plugins: many || words.textEmpty ? { remove_button: { title: words.textRemove } } : {},
    valueField: "value",
    labelField: "text",
    searchField: [],
    maxItems: many ? null : 1,
    maxOptions: null,
    closeAfterSelect: !many,
    allowEmptyOption: false,
    openOnFocus: true,
    preload: "focus",
    loadThrottle: 250,
    score: () => () => 1, // the server has searched
    async load(query, answer) {
      try {
        const url = `${words.url}&q=${encodeURIComponent(query)}`;
        const response = await fetch(url, { headers: { Accept: "application/json" } });
        if (!response.ok) throw new Error(response.status);
        const { hits, more } = await response.json();
        note.textContent = more ? words.textMore : "";
        this.clearOptions();
        answer(hits);
      } catch {
        note.textContent = words.textFailed;
        answer();
      }
    },
    shouldLoad: () => true,
    ...(words.new ? { create: (text) => ({ value: words.new + text, text }), createOnBlur: true, persist: false } : {}),
    render: {
      option: (row) => line(row),
      item: (row) => line(row),
      no_results: () => say(words.textNone),
      loading: () => say("…"),
      option_create: ({ input: text }) => made(words.textNew.replace("{text}", () => text)),
    },
  });
  select.setAttribute("aria-hidden", "true"); // what one uses is the field in its place
  // The label and the summary of errors lead to the field that is typed into.
  for (const { name, value } of input.attributes) {
    if (name === "id" || name.startsWith("aria-")) box.control_input.setAttribute(name, value);
  }
  if (many) box.on("item_add", () => box.setTextboxValue(""));
  if (typed) box.setTextboxValue(typed);
}

function line({ text, note }) {
  const row = document.createElement("div");
  row.textContent = text;
  if (note) {
    const more = document.createElement("span");
    more.className = "soft small";
    more.textContent = ` ${note}`;
    row.append(more);
  }
  return row;
}

function made(text) {
  const row = document.createElement("div");
  row.className = "create";
  row.textContent = text;
  return row;
}

function say(text) {
  const row = document.createElement("div");
  row.className = "no-results";
  row.textContent = text;
  return row;
}

for (const root of document.querySelectorAll("[data-picker]")) dress(root);
