import { _t } from "@web/core/l10n/translation";
import { bo } from "../drawing_tool";
import { Section } from "./section";

const CONDITIONAL = ["ExclusiveGateway", "InclusiveGateway"];

/** When a way out of a choice is taken. */
export class FlowSection extends Section {
    static template = "wbs_module.ModelerFlow";

    otherwiseLabel = _t("Taken when no other way applies");
    outcomeLabel = _t("When a task ended with");
    noOutcome = _t("something else: see below");
    conditionLabel = _t("Condition (FEEL)");
    example = 'severity = "high"';

    get source() {
        return this.props.element.source;
    }

    get branches() {
        const kind = bo(this.source).$type.replace("bpmn:", "");
        const isActivity = /Task$|^SubProcess$|^CallActivity$/.test(kind);
        return CONDITIONAL.includes(kind) || (isActivity && this.source.outgoing.length > 1);
    }

    get isDefault() {
        return bo(this.source).default === this.props.target;
    }

    setDefault(value) {
        const { tool, target } = this.props;
        tool.change(this.source, bo(this.source), { default: value ? target : undefined });
        if (value && this.condition) {
            this.setCondition("");
        }
    }

    get condition() {
        return this.props.target.conditionExpression?.body || "";
    }

    setCondition(text) {
        const { tool, element, target } = this.props;
        tool.get("modeling").updateProperties(element, {
            conditionExpression: tool.expression(text.trim(), target),
        });
    }

    /** Outcomes of tasks as ready conditions, those that lead here straight first. */
    get outcomes() {
        const { tool } = this.props;
        const near = this.source.incoming.map((flow) => flow.source);
        const tasks = tool.ofKinds("UserTask", "ManualTask");
        const rank = (task) => (near.includes(task) || task === this.source ? 0 : 1);
        return tasks
            .sort((one, other) => rank(one) - rank(other))
            .flatMap((task) =>
                tool.settings(bo(task)).outcomes.map(({ value, label }) => ({
                    key: `${task.id}.outcome = "${value}"`,
                    name: `${bo(task).name || task.id}: ${label || value}`,
                }))
            );
    }

    get chosenOutcome() {
        const condition = this.condition;
        return this.outcomes.some(({ key }) => key === condition) ? condition : "";
    }
}
