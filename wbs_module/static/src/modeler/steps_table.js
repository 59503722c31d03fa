import { _t } from "@web/core/l10n/translation";
import { Component } from "@odoo/owl";
import { bo, kindOf } from "./drawing_tool";
import { ChoiceInput, TextInput } from "./inputs";
import { kindWords } from "./kinds";

const PEOPLE = ["UserTask", "ManualTask"];
const isStep = (element) =>
    /Task$|^SubProcess$|^CallActivity$|Event$|Gateway$/.test(kindOf(element));

/** The drawing as a table, for those who do not draw, for keyboards and screen readers. */
export class StepsTable extends Component {
    static template = "wbs_module.StepsTable";
    static components = { ChoiceInput, TextInput };
    static props = { tool: Object, offer: Object, turn: Number, onOpen: Function };

    words = {
        name: _t("Name"),
        who: _t("Who"),
        when: _t("By when"),
        noClock: _t("no clock"),
        change: _t("Change more of it"),
        add: _t("Add a task after it"),
        remove: _t("Remove"),
    };

    /** Steps in the order of the way, from the start on; then what nothing leads to. */
    get steps() {
        const { tool } = this.props;
        const all = tool.elements.filter(isStep);
        const seen = new Set();
        const waiting = all.filter((each) => kindOf(each) === "StartEvent");
        while (waiting.length) {
            const element = waiting.shift();
            if (!seen.has(element)) {
                seen.add(element);
                const following = (element.outgoing || [])
                    .filter((flow) => kindOf(flow) === "SequenceFlow")
                    .map((flow) => flow.target);
                waiting.unshift(...(element.attachers || []), ...following);
            }
        }
        return [...seen, ...all.filter((each) => !seen.has(each))];
    }

    get clocks() {
        return this.props.offer.clocks.map(({ key, name, words }) => ({
            key,
            name: `${name} (${words})`,
        }));
    }

    kind(step) {
        return kindWords(kindOf(step)) || kindOf(step);
    }

    name(step) {
        return bo(step).name || "";
    }

    settings(step) {
        return this.props.tool.settings(bo(step));
    }

    isForPeople(step) {
        return PEOPLE.includes(kindOf(step));
    }

    isActivity(step) {
        return /Task$|^SubProcess$|^CallActivity$/.test(kindOf(step));
    }

    laneWords(step) {
        const lane = this.props.tool.laneOf(step);
        return lane ? bo(lane).name || lane.id : _t("nobody yet");
    }

    form(step) {
        return this.settings(step)
            .fields.map(({ label, name }) => label || name)
            .join(", ");
    }

    outcomes(step) {
        return this.settings(step)
            .outcomes.map(({ label, value }) => label || value)
            .join(", ");
    }

    ways(step) {
        return (step.outgoing || [])
            .filter((flow) => kindOf(flow) === "SequenceFlow")
            .map((flow) => ({
                id: flow.id,
                target: bo(flow.target).name || this.kind(flow.target),
                when: this.condition(step, flow),
            }));
    }

    condition(step, flow) {
        if (bo(step).default === bo(flow)) {
            return bo(flow).name || _t("otherwise");
        }
        return bo(flow).name || bo(flow).conditionExpression?.body || "";
    }

    rename(step, value) {
        this.props.tool.change(step, bo(step), { name: value || undefined });
    }

    set(step, changes) {
        this.props.tool.changeSettings(step, bo(step), changes);
    }

    canAddAfter(step) {
        return kindOf(step) !== "EndEvent" && kindOf(step) !== "EventBasedGateway";
    }

    addAfter(step) {
        this.props.tool.addStepAfter(step);
    }

    remove(step) {
        this.props.tool.remove(step);
    }
}
