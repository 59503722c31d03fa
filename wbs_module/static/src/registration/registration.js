import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { Component, useEffect, useRef, useState } from "@odoo/owl";
import { useAskBeforeLeaving } from "./leaving";

const EMPTY = {
    channel: "",
    category: "",
    language: "id",
    account: {},
    identity: {},
};

/**
 * A clerk enters what came by letter or was told in person.
 *
 * The texts live in this component only, go to the server in one form that is never
 * stored in clear, and are wiped here once the receipt is shown.
 */
export class Registration extends Component {
    static template = "wbs_module.Registration";
    static props = { ...standardActionServiceProps };

    setup() {
        this.action = useService("action");
        this.copies = useRef("copies");
        this.originals = useRef("originals");
        this.root = useRef("root");
        this.state = useState({ report: this.fresh(), errors: {}, busy: false, receipt: null });
        this.mayLeave = useAskBeforeLeaving(() => this.whatIsLost());
        useEffect(
            () => this.showTop(),
            () => [this.state.errors, this.state.receipt]
        );
    }

    /** What went wrong, and the receipt, stand at the top: bring them into sight. */
    showTop() {
        if (this.root.el && (this.problems.length || this.state.receipt)) {
            this.root.el.scrollTop = 0;
        }
    }

    /** What would be gone with this page: the report, or the code of its receipt. */
    whatIsLost() {
        if (this.state.receipt) {
            return this.handedOver ? "" : "code";
        }
        const { account, identity } = this.state.report;
        const texts = [...Object.values(account), ...Object.values(identity)];
        const files = [this.copies.el, this.originals.el].some((it) => it?.files.length);
        return files || texts.some((text) => text.trim()) ? "report" : "";
    }

    fresh() {
        return structuredClone(EMPTY);
    }

    get channels() {
        return [
            ["letter", _t("Letter")],
            ["in_person", _t("In person")],
            ["email", _t("E-mail")],
            ["whatsapp", _t("WhatsApp")],
        ];
    }

    get categories() {
        return [
            ["corruption", _t("Corruption")],
            ["collusion", _t("Collusion")],
            ["nepotism", _t("Nepotism")],
            ["abuse", _t("Abuse of authority")],
            ["discipline", _t("Breach of discipline")],
            ["other", _t("Something else")],
        ];
    }

    get questions() {
        return [
            { name: "what", label: _t("What happened"), rows: 8 },
            { name: "where", label: _t("Where"), rows: 2 },
            { name: "when", label: _t("When"), rows: 2 },
            { name: "who", label: _t("Who was involved"), rows: 2 },
            { name: "source", label: _t("How the reporter knows"), rows: 2 },
            { name: "proof", label: _t("Proof"), rows: 2 },
        ];
    }

    get identityParts() {
        return [
            { name: "name", label: _t("Name") },
            { name: "employee_number", label: _t("Employee number (NIP)") },
            { name: "address", label: _t("Address") },
            { name: "telephone", label: _t("Telephone") },
        ];
    }

    get problems() {
        return Object.entries(this.state.errors);
    }

    async send() {
        this.state.busy = true;
        this.state.errors = {};
        const form = new FormData();
        form.append("report", JSON.stringify(this.state.report));
        for (const file of this.copies.el.files) {
            form.append("copy", file);
        }
        for (const file of this.originals.el.files) {
            form.append("original", file);
        }
        try {
            const answer = await fetch("/wbs/registration", {
                method: "POST",
                body: form,
                headers: { "X-CSRF-Token": odoo.csrf_token },
            });
            this.show(await answer.json());
        } catch {
            this.show({
                errors: {
                    form: _t(
                        "The server did not answer, and nothing is known to be kept. What you entered is still here: look among the cases, then send it again."
                    ),
                },
            });
        } finally {
            this.state.busy = false;
        }
    }

    show(answer) {
        if (answer.errors) {
            this.state.errors = answer.errors;
            return;
        }
        this.handedOver = false;
        this.state.receipt = answer;
        this.state.report = this.fresh();
    }

    print() {
        this.handedOver = true;
        window.print();
    }

    async next() {
        if (await this.mayLeave()) {
            this.state.receipt = null;
        }
    }

    openCase() {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "wbs.case",
            res_id: this.state.receipt.case_id,
            views: [[false, "form"]],
        });
    }
}

registry.category("actions").add("wbs_registration", Registration);
