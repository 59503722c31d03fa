import { _t } from "@web/core/l10n/translation";
import { bo } from "../drawing_tool";
import { Section } from "./section";

/** Who does a task, or the tasks of a lane, and who may not. */
export class PersonSection extends Section {
    static template = "wbs_module.ModelerPerson";

    get whoLabel() {
        return this.kind === "Lane" ? _t("Group that does the tasks of this lane") : _t("Group");
    }

    get laneWords() {
        if (this.kind === "Lane") {
            return _t("nobody yet");
        }
        const lane = this.props.tool.laneOf(this.props.element);
        return lane
            ? _t("as the lane says: %s", bo(lane).name || lane.id)
            : _t("nobody yet");
    }

    get separationLabel() {
        return _t("May not be done by who did");
    }

    get separationHelp() {
        return _t("Four eyes: whoever did one of these tasks cannot do this one.");
    }

    get showsLabel() {
        return _t("Content that the task shows");
    }
}
