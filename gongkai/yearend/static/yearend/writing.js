/* Writing a section of the report in Wagtail's editor: a live figure stands there as one piece that shows its value.
   Without this file the plain field stays, with the figures in braces; what is stored is the same. */
document.addEventListener("DOMContentLoaded", () => {
  "use strict";
  const { React, DraftJS, draftail } = window;
  const FIGURE = "FIGURE";
  const chooser = document.getElementById("live-figures");
  if (!React || !DraftJS || !draftail || !chooser || !chooser.showModal) return;
  const search = chooser.querySelector("input[type=search]");
  const rows = [...chooser.querySelectorAll("li")];
  const none = chooser.querySelector("[role=status]");

  function shown() {
    const words = search.value.trim();
    rows.forEach((row) => { row.hidden = !row.textContent.includes(words); });
    const found = rows.filter((row) => !row.hidden);
    none.textContent = found.length ? "" : "没有名称里有“" + words + "”的指标。";
    return found;
  }

  search.addEventListener("input", shown);
  search.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    event.preventDefault(); /* the first that is found, not the first of all */
    const [first] = shown();
    if (first) first.querySelector("button").click();
  });

  /* Let somebody choose a figure; `done` is given it, or null. */
  function choose(done) {
    search.value = "";
    shown();
    chooser.returnValue = "";
    chooser.addEventListener("close", () => {
      const row = rows.find((one) => one.dataset.figure === chooser.returnValue);
      done(row ? { ...row.dataset } : null);
    }, { once: true });
    chooser.showModal();
  }

  function standing(state) {
    const key = draftail.DraftUtils.getSelectionEntity(state);
    const entity = key && state.getCurrentContent().getEntity(key);
    return entity && entity.getType() === FIGURE ? { key, figure: entity.getData() } : null;
  }

  /* The text with a figure where the caret stands, in the place of the one that stands there already. */
  function put(state, figure) {
    const there = standing(state);
    const selection = there ? draftail.DraftUtils.getEntitySelection(state, there.key) : state.getSelection();
    const content = state.getCurrentContent().createEntity(FIGURE, "IMMUTABLE", figure);
    const key = content.getLastCreatedEntityKey();
    const filled = DraftJS.Modifier.replaceText(content, selection, figure.shown, null, key);
    return DraftJS.EditorState.push(state, filled, "insert-characters");
  }

  /* Lines as the editor holds them; what stands in braces and is a figure's is that figure, with its value of now. */
  function lines(text) {
    const entityMap = {};
    const blocks = text.split("\n").map((line) => {
      const entityRanges = [];
      const words = line.split(/\{([^{}]+)\}/).reduce((told, part, at) => {
        if (at % 2 === 0) return told + part;
        const row = rows.find((one) => one.dataset.figure === part);
        if (!row) return told + "{" + part + "}";
        const key = Object.keys(entityMap).length;
        const data = { ...row.dataset };
        entityMap[key] = { type: FIGURE, mutability: "IMMUTABLE", data };
        entityRanges.push({ offset: told.length, length: data.shown.length, key });
        return told + data.shown;
      }, "");
      const key = DraftJS.genKey();
      return { key, text: words, type: "unstyled", depth: 0, inlineStyleRanges: [], entityRanges, data: {} };
    });
    return DraftJS.convertFromRaw({ blocks, entityMap }).getBlockMap();
  }

  /* What was copied out of an editor, its figures in braces; null where it comes from elsewhere. */
  function copied(html) {
    const page = new DOMParser().parseFromString(html || "", "text/html");
    const held = page.querySelector("[data-draftjs-conductor-fragment]");
    if (!held) return null;
    try {
      const { blocks, entityMap } = JSON.parse(held.getAttribute("data-draftjs-conductor-fragment"));
      const line = (block) => [...block.entityRanges].sort((one, other) => other.offset - one.offset).reduce(
        (told, { offset, length, key }) => {
          const { type, data } = entityMap[key];
          if (type !== FIGURE) return told;
          return told.slice(0, offset) + "{" + data.figure + "}" + told.slice(offset + length);
        },
        block.text,
      );
      return blocks.map(line).join("\n");
    } catch (error) {
      return null;
    }
  }

  /* Pasting takes words, lines and figures. The editor's own way would take the "1. " from every line of the text. */
  function paste(text, html, state, { setEditorState }) {
    const came = copied(html) ?? text.replace(/\r\n?/g, "\n").replace(/\n$/, "");
    const filled = DraftJS.Modifier.replaceWithFragment(state.getCurrentContent(), state.getSelection(), lines(came));
    setEditorState(DraftJS.EditorState.push(state, filled, "insert-characters"));
    return "handled";
  }

  class Source extends React.Component {
    componentDidMount() {
      const { editorState, onComplete, onClose } = this.props;
      choose((figure) => (figure ? onComplete(put(editorState, figure)) : onClose()));
    }

    render() { return null; }
  }

  function Shown({ entityKey, contentState, children }) {
    const { label, unit } = contentState.getEntity(entityKey).getData();
    return React.createElement("span", { className: "live-figure", title: label + "（" + unit + "）" }, children);
  }

  /* Below the text: which figure the caret stands at, the way to its records, and putting one there. */
  function Bar({ getEditorState, onChange }) {
    const there = standing(getEditorState());
    const insert = (event) => {
      const input = event.currentTarget.closest("[data-section-field]").querySelector("[data-draftail-input]");
      choose((figure) => {
        if (!figure) return;
        onChange(put(getEditorState(), figure));
        window.setTimeout(() => input.draftailEditor.focus(), 0); /* after the dialog has given it to the button */
      });
    };
    const button = React.createElement(
      "button",
      { type: "button", className: "button button-small button-secondary", onClick: insert },
      there ? "换成别的活数字" : "插入活数字",
    );
    const told = there && React.createElement(
      "span",
      null,
      there.figure.label + " " + there.figure.shown + " " + there.figure.unit + " ",
      React.createElement("a", { href: there.figure.url, target: "_blank", rel: "noopener" }, "查看依据"),
    );
    return React.createElement("span", { className: "live-bar" }, button, told);
  }

  draftail.registerPlugin({ type: FIGURE, source: Source, decorator: Shown, onPaste: paste }, "entityTypes");
  draftail.registerPlugin({ type: "FIGURE-BAR", meta: Bar }, "controls");

  document.querySelectorAll("[data-section-field]").forEach((field) => {
    ["dragstart", "drop"].forEach((kind) => field.addEventListener(kind, (event) => event.preventDefault(), true));
    field.replaceChildren(field.querySelector("template").content.cloneNode(true));
  });
});
