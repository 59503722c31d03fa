import { loadCSS, loadJS } from "@web/core/assets";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { useRecordObserver } from "@web/model/relational_model/utils";
import { Component, onMounted, onWillUnmount, useRef, useState } from "@odoo/owl";
import { tableLabels } from "./dmn_labels";
import { translation } from "./library_words";

const BUNDLE = "/wbs_module/static/lib/dmn-modeler.bundle";
const HAND_ON_MILLISECONDS = 500;

/** A decision table (DMN) in a form; the form saves it, the engine checks it. */
export class DecisionTable extends Component {
    static template = "wbs_module.DecisionTable";
    static props = { ...standardFieldProps };

    setup() {
        this.orm = useService("orm");
        this.container = useRef("container");
        this.state = useState({ failed: "", problems: [], isAlone: true });
        onMounted(() => this.start());
        // The record is told apart by what it holds: the props stay the same object.
        useRecordObserver((record) => this.follow(record));
        onWillUnmount(() => this.stop());
    }

    get text() {
        return this.props.record.data[this.props.name] || "";
    }

    async start() {
        try {
            await Promise.all([loadJS(`${BUNDLE}.js`), loadCSS(`${BUNDLE}.css`)]);
            const inMyLanguage = { additionalModules: [translation(tableLabels())] };
            this.editor = new dmnModeler.Modeler({
                container: this.container.el,
                decisionTable: inMyLanguage,
                literalExpression: inMyLanguage,
            });
            await this.open(this.text);
        } catch (error) {
            this.state.failed = error.message || String(error);
        }
    }

    async open(xml) {
        this.shown = xml;
        await this.editor.importXML(xml);
        // A diagram of tables shows nothing where there is one.
        this.state.isAlone = this.editor.getViews().length < 3;
        const view =
            this.editor.getViews().find((each) => each.type === "decisionTable") ||
            this.editor.getViews()[0];
        await this.editor.open(view);
        this.editor.getActiveViewer().on("elements.changed", () => this.changed());
        this.editor.getActiveViewer().on("commandStack.changed", () => this.changed());
        this.check(xml);
    }

    /** The form was reset, or shows another record: show its table. */
    follow(record) {
        const text = record.data[this.props.name] || "";
        if (this.editor && text && text !== this.shown) {
            this.open(text).catch((error) => {
                this.state.failed = error.message;
            });
        }
    }

    changed() {
        clearTimeout(this.timer);
        this.timer = setTimeout(() => this.handOn(), HAND_ON_MILLISECONDS);
    }

    async handOn() {
        this.timer = null;
        if (this.props.readonly || !this.editor) {
            return;
        }
        const { xml } = await this.editor.saveXML({ format: true });
        if (xml !== this.shown) {
            this.shown = xml;
            await this.props.record.update({ [this.props.name]: xml });
            this.check(xml);
        }
    }

    async check(xml) {
        this.state.problems = await this.orm.silent.call("bpmn.decision", "modeling_check", [xml]);
    }

    stop() {
        if (this.timer) {
            clearTimeout(this.timer);
        }
        this.editor?.destroy();
        this.editor = null;
    }
}

registry.category("lazy_components").add("wbs_module.DecisionTable", DecisionTable);
