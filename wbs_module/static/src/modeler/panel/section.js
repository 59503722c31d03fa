import { Component } from "@odoo/owl";
import { CheckInput, ChoiceInput, FeelInput, SeveralInput, TextInput } from "../inputs";
import { bo } from "../drawing_tool";
import { textIn, withTextIn } from "../settings";

/** A part of the properties panel: it shows ``target``, drawn as ``element``. */
export class Section extends Component {
    static components = { CheckInput, ChoiceInput, FeelInput, SeveralInput, TextInput };
    static props = {
        tool: Object,
        element: Object,
        target: Object,
        offer: Object,
        processId: Number,
        turn: Number,
    };

    get settings() {
        return this.props.tool.settings(this.props.target);
    }

    set(changes) {
        const { tool, element, target } = this.props;
        tool.changeSettings(element, target, changes);
    }

    change(properties) {
        const { tool, element, target } = this.props;
        tool.change(element, target, properties);
    }

    get kind() {
        return this.props.target.$type.replace("bpmn:", "");
    }

    get otherLanguages() {
        return this.props.offer.languages.filter(({ key }) => key !== "id");
    }

    textIn(texts, lang, name) {
        return textIn(texts, lang, name);
    }

    setText(lang, name, value) {
        this.set({ texts: withTextIn(this.settings.texts, lang, name, value) });
    }

    /** Other tasks for people, and the start, which somebody did: ``[{ key, name }]``. */
    get otherTasks() {
        const { tool, element } = this.props;
        const starts = tool
            .ofKinds("StartEvent")
            .filter((each) => bo(each).$parent.$type === "bpmn:Process");
        return [...starts, ...tool.ofKinds("UserTask", "ManualTask")]
            .filter((each) => each !== element)
            .map((each) => ({ key: each.id, name: bo(each).name || each.id }));
    }

    get clocks() {
        return this.props.offer.clocks.map(({ key, name, words }) => ({
            key,
            name: `${name} (${words})`,
        }));
    }
}
