/**
 * Takes out of bpmn-js's menus what the engine refuses at deployment, so that nobody
 * draws for an hour what cannot be put into force. Files that hold such elements still
 * open, and are told so in the list of problems.
 */
const REFUSED =
    /complex-gateway|transaction|ad-?hoc|conditional-(start|intermediate|boundary)|condition-intermediate|non-interrupting-conditional|cancel-(end|boundary)|compensation|instantiate|data-(object|store)/;

const without = (entries) =>
    Object.fromEntries(Object.entries(entries).filter(([id]) => !REFUSED.test(id)));

class OfferedElements {
    static $inject = ["popupMenu", "contextPad", "palette"];

    constructor(popupMenu, contextPad, palette) {
        const last = 100;
        popupMenu.registerProvider("bpmn-replace", last, {
            getPopupMenuEntries: () => without,
        });
        contextPad.registerProvider(last, { getContextPadEntries: () => without });
        palette.registerProvider(last, { getPaletteEntries: () => without });
    }
}

export const withoutRefused = {
    __init__: ["offeredElements"],
    offeredElements: ["type", OfferedElements],
};
