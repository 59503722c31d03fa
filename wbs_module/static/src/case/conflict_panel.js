import { Dialog } from "@web/core/dialog/dialog";
import { _t } from "@web/core/l10n/translation";
import { user } from "@web/core/user";
import { useService } from "@web/core/utils/hooks";
import { Component, onWillStart, useState } from "@odoo/owl";

const SHOWN_AS_ABSENCE = "wbs_module.bpmn_task_action";

/** Asks once more, and for a reason that is kept sealed. */
export class StepAsideDialog extends Component {
    static template = "wbs_module.StepAsideDialog";
    static components = { Dialog };
    static props = { recordId: Number, close: Function };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.notification = useService("notification");
        this.state = useState({ reason: "", busy: false });
        this.title = _t("I have a conflict of interest");
    }

    async confirm() {
        this.state.busy = true;
        try {
            const sentences = await this.orm.call("wbs.case", "step_aside", [
                this.props.recordId,
                this.state.reason,
            ]);
            this.props.close();
            this.notification.add(
                [_t("You do not see this case any more."), ...sentences].join(" "),
                { type: "success", sticky: sentences.length > 0 }
            );
            // Whatever page showed the case would show an error from now on.
            await this.action.doAction(SHOWN_AS_ABSENCE, { clearBreadcrumbs: true });
        } finally {
            this.state.busy = false;
        }
    }
}

/** For the secretariat and inspectors: who must not see this case. */
export class ExclusionsDialog extends Component {
    static template = "wbs_module.ExclusionsDialog";
    static components = { Dialog };
    static props = { recordId: Number, close: Function };

    setup() {
        this.orm = useService("orm");
        this.state = useState({
            excluded: [],
            colleagues: [],
            may_readmit: false,
            colleague: "",
            reason: "",
            sentences: [],
            busy: false,
        });
        this.title = _t("Who must not see this case");
        onWillStart(() => this.load());
    }

    call(method, ...args) {
        return this.orm.call("wbs.case", method, [this.props.recordId, ...args]);
    }

    async load() {
        Object.assign(this.state, await this.call("get_exclusions"), {
            colleague: "",
            reason: "",
        });
    }

    exclude() {
        // A template knows no Number: the value of a choice is a text.
        return this.change("exclude_colleague", Number(this.state.colleague));
    }

    async change(method, colleague) {
        this.state.busy = true;
        try {
            const told = await this.call(method, colleague, this.state.reason);
            this.state.sentences = told || [];
            await this.load();
        } finally {
            this.state.busy = false;
        }
    }
}

/** Beside the content of a case: the ways out of it. */
export class ConflictPanel extends Component {
    static template = "wbs_module.ConflictPanel";
    static props = { recordId: { type: [Number, Boolean] } };

    setup() {
        this.dialog = useService("dialog");
        this.state = useState({ mayExclude: false });
        onWillStart(async () => {
            const parts = await Promise.all(
                ["secretariat", "inspector"].map((part) =>
                    user.hasGroup(`wbs_module.group_${part}`)
                )
            );
            this.state.mayExclude = parts.some(Boolean);
        });
    }

    stepAside() {
        this.dialog.add(StepAsideDialog, { recordId: this.props.recordId });
    }

    showExclusions() {
        this.dialog.add(ExclusionsDialog, { recordId: this.props.recordId });
    }
}
