import { loadCSS, loadJS } from "@web/core/assets";
import { labels } from "./bpmn_labels";
import { translation } from "./library_words";
import { withoutRefused } from "./offered_elements";
import { readSettings, withSettings } from "./settings";

const BUNDLE = "/wbs_module/static/lib/bpmn-modeler.bundle";

export const bo = (element) => element.businessObject;
export const kindOf = (element) => bo(element).$type.replace("bpmn:", "");


/** bpmn-js behind the few words that the workbench needs. */
export class DrawingTool {
    /**
     * @param {HTMLElement} container
     * @param {string} key id that the drawing's process must keep
     */
    static async create(container, key) {
        await Promise.all([loadJS(`${BUNDLE}.js`), loadCSS(`${BUNDLE}.css`)]);
        return new DrawingTool(container, key);
    }

    constructor(container, key) {
        this.key = key;
        this.modeler = new bpmnModeler.Modeler({
            container,
            moddleExtensions: { procedure: bpmnModeler.procedure },
            additionalModules: [translation(labels()), withoutRefused],
        });
        this.marked = [];
    }

    get(name) {
        return this.modeler.get(name);
    }

    async open(xml) {
        this.marked = [];
        await this.modeler.importXML(xml);
        this.fit();
    }

    async xml() {
        return (await this.modeler.saveXML({ format: true })).xml;
    }

    destroy() {
        this.modeler.destroy();
    }

    /** Call ``changed`` after each change, ``selected`` after each selection. */
    listen({ changed, selected }) {
        this.modeler.on("commandStack.changed", () => {
            this.keepProcess();
            changed();
        });
        this.modeler.on("selection.changed", selected);
    }

    /** A drawing whose last pool was deleted gets a new process: it stays the same one. */
    keepProcess() {
        const process = this.process;
        if (process && !process.isExecutable && this.executables.length === 0) {
            process.isExecutable = true;
            process.id = this.key;
        }
    }

    // --- what is drawn ---------------------------------------------------------------

    get root() {
        return this.get("canvas").getRootElement();
    }

    get executables() {
        return (this.modeler.getDefinitions()?.rootElements || []).filter(
            (each) => each.$type === "bpmn:Process" && each.isExecutable
        );
    }

    /** The one process that runs. */
    get process() {
        const root = bo(this.root);
        if (root.$type === "bpmn:Process") {
            return root;
        }
        return (
            this.executables[0] ||
            (root.participants || []).map((each) => each.processRef).find(Boolean)
        );
    }

    element(id) {
        return this.get("elementRegistry").get(id);
    }

    get selected() {
        const chosen = this.get("selection").get();
        return chosen.length === 1 ? chosen[0] : null;
    }

    /** All shapes and flows but labels. */
    get elements() {
        return this.get("elementRegistry").filter((each) => !each.labelTarget);
    }

    ofKinds(...kinds) {
        return this.elements.filter((each) => kinds.includes(kindOf(each)));
    }

    /** Lane that a node stands in, innermost first. */
    laneOf(element) {
        return this.ofKinds("Lane").find(
            (lane) =>
                (bo(lane).flowNodeRef || []).includes(bo(element)) && !bo(lane).childLaneSet
        );
    }

    // --- changes, each one step of undo -----------------------------------------------

    settings(target) {
        return readSettings(target, this.get("moddle"));
    }

    changeSettings(element, target, changes) {
        this.change(element, target, {
            extensionElements: withSettings(target, this.get("moddle"), changes),
        });
    }

    /** Change properties of the business object ``target``, drawn as ``element``. */
    change(element, target, properties) {
        const drawnAs = bo(element) === target;
        if (drawnAs && ("name" in properties || "id" in properties || "default" in properties)) {
            this.get("modeling").updateProperties(element, properties);
        } else {
            this.get("modeling").updateModdleProperties(element, target, properties);
        }
    }

    /** A new moddle element that belongs to ``parent``. */
    make(type, properties, parent) {
        const made = this.get("moddle").create(type, properties);
        made.$parent = parent;
        return made;
    }

    /** A FEEL text as an expression of ``parent``, or nothing for an empty text. */
    expression(text, parent) {
        return text ? this.make("bpmn:FormalExpression", { body: text }, parent) : undefined;
    }

    /** Messages, signals, errors or escalations of the file, by their moddle type. */
    definitions(type) {
        return this.modeler
            .getDefinitions()
            .get("rootElements")
            .filter((each) => each.$type === type);
    }

    addDefinition(type, properties) {
        const definitions = this.modeler.getDefinitions();
        const made = this.get("bpmnFactory").create(type, properties);
        made.$parent = definitions;
        this.get("modeling").updateModdleProperties(this.root, definitions, {
            rootElements: [...definitions.get("rootElements"), made],
        });
        return made;
    }

    undo() {
        this.get("commandStack").undo();
    }

    redo() {
        this.get("commandStack").redo();
    }

    get canUndo() {
        return this.get("commandStack").canUndo();
    }

    get canRedo() {
        return this.get("commandStack").canRedo();
    }

    /** A new task for a person behind ``element``, before whatever followed it. */
    addStepAfter(element) {
        const following = element.outgoing.filter((flow) => kindOf(flow) === "SequenceFlow");
        const shape = this.get("elementFactory").createShape({ type: "bpmn:UserTask" });
        const added = this.get("autoPlace").append(element, shape);
        if (following.length === 1 && !kindOf(element).endsWith("Gateway")) {
            const [flow] = following;
            this.get("modeling").reconnectStart(flow, added, {
                x: added.x + added.width,
                y: added.y + added.height / 2,
            });
            this.get("modeling").layoutConnection(flow);
        }
        return added;
    }

    remove(element) {
        this.get("modeling").removeElements([element]);
    }

    // --- on the canvas -----------------------------------------------------------------

    select(id) {
        const element = this.element(id);
        if (!element) {
            return false;
        }
        this.get("canvas").scrollToElement(element, 80);
        this.get("selection").select(element);
        return true;
    }

    deselect() {
        this.get("selection").select([]);
    }

    /** Mark elements: ``{ marker: [ids] }``; what was marked before in ``layer`` goes. */
    mark(layer, markers) {
        const canvas = this.get("canvas");
        const gone = this.marked.filter((each) => each.layer === layer);
        this.marked = this.marked.filter((each) => each.layer !== layer);
        for (const { id, marker } of gone) {
            if (this.element(id)) {
                canvas.removeMarker(id, marker);
            }
        }
        for (const [marker, ids] of Object.entries(markers)) {
            for (const id of ids.filter((each) => this.element(each))) {
                canvas.addMarker(id, marker);
                this.marked.push({ layer, id, marker });
            }
        }
    }

    /** Numbers on elements: ``{ id: text }``. */
    badges(layer, texts) {
        const overlays = this.get("overlays");
        overlays.remove({ type: layer });
        for (const [id, text] of Object.entries(texts)) {
            if (this.element(id)) {
                const badge = document.createElement("span");
                badge.className = `o_bpmn_badge o_bpmn_badge_${layer}`;
                badge.textContent = text;
                overlays.add(id, layer, { position: { top: -12, right: 12 }, html: badge });
            }
        }
    }

    /** Show the whole drawing, with room for the palette at its left. */
    fit() {
        const canvas = this.get("canvas");
        canvas.zoom("fit-viewport");
        const { inner, outer } = canvas.viewbox();
        const left = 120;
        const scale = Math.min(
            1,
            (outer.width - left - 20) / inner.width,
            (outer.height - 40) / inner.height
        );
        if (scale > 0.1) {
            canvas.viewbox({
                x: inner.x - left / scale,
                y: inner.y - 20 / scale,
                width: outer.width / scale,
                height: outer.height / scale,
            });
        }
    }

    zoom(by) {
        this.get("zoomScroll").stepZoom(by);
    }
}
