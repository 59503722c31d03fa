import { _t } from "@web/core/l10n/translation";
import { deserializeDateTime, toLocaleDateTimeString } from "@web/core/l10n/dates";
import { user } from "@web/core/user";
import { useService } from "@web/core/utils/hooks";
import { ConfirmationDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import { Component, onWillStart, useState } from "@odoo/owl";
import { saveText } from "./file_exchange";

/** What was put into force, by whom and why; the running ones are only counted. */
export class Versions extends Component {
    static template = "wbs_module.Versions";
    static props = { processId: Number, onTaken: Function };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.dialog = useService("dialog");
        this.state = useState({ versions: [] });
        onWillStart(() => this.load());
    }

    async load() {
        this.state.versions = await this.orm.searchRead(
            "bpmn.process.version",
            [["process_id", "=", this.props.processId]],
            ["number", "deployed_at", "deployed_by", "note_words", "running", "has_running"],
            { order: "number desc" }
        );
    }

    day(version) {
        return toLocaleDateTimeString(deserializeDateTime(version.deployed_at));
    }

    async drawing(version) {
        const [{ drawing }] = await this.orm.read(
            "bpmn.process.version",
            [version.id],
            ["drawing"]
        );
        return drawing;
    }

    async download(version) {
        saveText(`v${version.number}.bpmn`, await this.drawing(version));
    }

    take(version) {
        this.dialog.add(ConfirmationDialog, {
            title: _t("Take version %s as the draft", version.number),
            body: _t(
                "The draft is replaced by the drawing of this version. What is in force does not change."
            ),
            confirm: async () => this.props.onTaken(await this.drawing(version)),
            cancel: () => {},
        });
    }

    /** The preview first; what is chosen there moves, and can be moved back. */
    move(version) {
        return this.action.doActionButton({
            type: "object",
            name: "action_migrate",
            resModel: "bpmn.process.version",
            resId: version.id,
            // Without it the server answers in English, whoever reads.
            context: user.context,
            onClose: () => this.load(),
        });
    }
}
