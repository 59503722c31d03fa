import { _t } from "@web/core/l10n/translation";
import { Choices } from "./choices";
import { Section } from "./section";

/** What a task can end with: a button each. */
export class Outcomes extends Section {
    static template = "wbs_module.ModelerOutcomes";
    static components = { ...Section.components, Choices };

    label = _t("Outcomes");
    help = _t("Each one is a button of the task. Without any, the task is simply finished.");
}
