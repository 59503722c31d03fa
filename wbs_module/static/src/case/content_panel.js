import { deserializeDateTime, toLocaleDateTimeString } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";
import { ConflictPanel } from "@wbs_module/case/conflict_panel";
import { Component, onWillUnmount, onWillUpdateProps, useState } from "@odoo/owl";

const PARTS = {
    what: _t("What happened"),
    where: _t("Where"),
    when: _t("When"),
    who: _t("Who was involved"),
    source: _t("How the reporter knows"),
    proof: _t("Proof"),
};

/**
 * What a case holds, opened on purpose and logged by the server.
 *
 * The texts live in this component only and go when it goes or shows another case.
 */
export class ContentPanel extends Component {
    static template = "wbs_module.ContentPanel";
    static components = { ConflictPanel };
    static props = { recordId: { type: [Number, Boolean] } };

    setup() {
        this.orm = useService("orm");
        this.notification = useService("notification");
        this.state = useState({ content: null, error: "", reply: "", busy: false });
        onWillUpdateProps((next) => {
            if (next.recordId !== this.props.recordId) {
                this.close();
            }
        });
        onWillUnmount(() => this.close());
    }

    label(part) {
        return PARTS[part] || part;
    }

    moment(text) {
        return toLocaleDateTimeString(deserializeDateTime(text));
    }

    async open() {
        this.close();
        const look = this.look;
        const answer = { content: null, error: "" };
        try {
            answer.content = await this.orm.call("wbs.case", "open_content", [
                this.props.recordId,
            ]);
        } catch (error) {
            answer.error =
                error.data?.message || _t("The content could not be opened. Try again.");
        }
        // An answer that comes late must not stand under the name of another case.
        if (look === this.look) {
            Object.assign(this.state, answer);
        }
    }

    async write() {
        const { recordId } = this.props;
        this.state.busy = true;
        try {
            const message = await this.orm.call("wbs.case", "write_to_reporter", [
                recordId,
                this.state.reply,
            ]);
            if (recordId === this.props.recordId && this.state.content) {
                this.state.content.messages.push(message);
                this.state.reply = "";
            }
            this.notification.add(_t("The message waits for the reporter."), {
                type: "success",
            });
        } finally {
            this.state.busy = false;
        }
    }

    close() {
        this.look = Symbol("look");
        Object.assign(this.state, { content: null, error: "", reply: "" });
    }
}

/** The panel on the form of a case, or of a record that names its case. */
export class CaseContent extends Component {
    static template = "wbs_module.CaseContent";
    static components = { ContentPanel };
    static props = { ...standardWidgetProps, caseField: { type: String, optional: true } };

    get caseId() {
        const { data, resId } = this.props.record;
        return this.props.caseField ? data[this.props.caseField].id : resId;
    }
}

registry.category("view_widgets").add("wbs_content_panel", {
    component: CaseContent,
    extractProps: ({ options }) => ({ caseField: options.case_field }),
});
