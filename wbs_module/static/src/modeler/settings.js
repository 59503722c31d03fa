/**
 * Settings of our namespace as plain data: what the panel shows and changes.
 *
 * An element's settings are never changed in place: each change writes them anew in one
 * command, so that one undo takes back one change.
 */

const TYPE = "procedure:Settings";
const WORDS = ["pauses", "separateFrom", "shows"];

const isEmpty = (value) =>
    value === undefined || value === "" || value === false || value?.length === 0;

function toPlain(element) {
    const plain = {};
    for (const { name, isMany, ns } of element.$descriptor.properties) {
        if (ns.prefix !== "procedure") {
            continue;
        }
        const value = element.get(name);
        plain[ns.localName] = isMany ? (value || []).map(toPlain) : value;
    }
    return plain;
}

function toModdle(moddle, type, plain) {
    const given = {};
    for (const { name, isMany, ns, type: inner } of moddle.getType(type).$descriptor
        .properties) {
        const value = plain[ns.localName];
        if (ns.prefix !== "procedure" || isEmpty(value)) {
            continue;
        }
        given[name] = isMany ? value.map((item) => toModdle(moddle, inner, item)) : value;
    }
    const element = moddle.create(type, given);
    for (const child of Object.values(given).flat()) {
        if (child?.$type) {
            child.$parent = element;
        }
    }
    return element;
}

const ofElement = (bo) =>
    (bo.extensionElements?.get("values") || []).find((each) => each.$type === TYPE);

/** Settings of a business object; lists of keys are arrays. */
export function readSettings(bo, moddle) {
    const plain = toPlain(ofElement(bo) || moddle.create(TYPE));
    for (const name of WORDS) {
        plain[name] = (plain[name] || "").split(/\s+/).filter(Boolean);
    }
    return plain;
}

/** The ``extensionElements`` of a business object with some settings changed. */
export function withSettings(bo, moddle, changes) {
    const plain = { ...readSettings(bo, moddle), ...changes };
    for (const name of WORDS) {
        plain[name] = plain[name].join(" ");
    }
    const others = (bo.extensionElements?.get("values") || []).filter(
        (each) => each.$type !== TYPE
    );
    const settled = Object.values(plain).every(isEmpty);
    const values = settled ? others : [...others, toModdle(moddle, TYPE, plain)];
    if (!values.length) {
        return undefined;
    }
    const extensions = moddle.create("bpmn:ExtensionElements", { values });
    extensions.$parent = bo;
    for (const value of values) {
        value.$parent = extensions;
    }
    return extensions;
}

/** A text in another language, of settings, a field, a choice or an outcome. */
export function textIn(texts, lang, name) {
    return (texts || []).find((text) => text.lang === lang)?.[name] || "";
}

/** ``texts`` with one text changed; a language that says nothing any more is gone. */
export function withTextIn(texts, lang, name, value) {
    const others = (texts || []).filter((text) => text.lang !== lang);
    const before = (texts || []).find((text) => text.lang === lang) || { lang };
    const after = { ...before, [name]: value };
    const says = Object.entries(after).some(([key, text]) => key !== "lang" && text);
    return says ? [...others, after] : others;
}

/** A key made of a label: letters, digits and ``_``, different from those taken. */
export function keyFrom(label, taken) {
    const base =
        label
            .normalize("NFKD")
            .toLowerCase()
            .replace(/[^a-z0-9]+/g, "_")
            .replace(/^_+|_+$/g, "")
            .replace(/^(\d)/, "_$1") || "item";
    let key = base;
    for (let number = 2; taken.includes(key); number++) {
        key = `${base}_${number}`;
    }
    return key;
}
