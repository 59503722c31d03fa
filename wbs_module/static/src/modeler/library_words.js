/** A module that lets bpmn-js or dmn-js say ``known`` words in the reader's language. */
export function translation(known) {
    const translate = (template, replacements = {}) =>
        (known[template] || template).replace(
            /{([^}]+)}/g,
            (whole, key) => replacements[key] ?? whole
        );
    return { translate: ["value", translate] };
}
