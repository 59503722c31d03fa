import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";
import { Component, onWillStart, onWillUnmount, onWillUpdateProps, useState } from "@odoo/owl";

const WAIT_MILLISECONDS = 500;

/** What differs from the version in force: in words, and coloured on the drawing. */
export class Comparison extends Component {
    static template = "wbs_module.Comparison";
    static props = { tool: Object, processId: Number, turn: Number, onOpen: Function };

    setup() {
        this.orm = useService("orm");
        this.state = useState({ found: null, refusal: "" });
        onWillStart(() => this.compare());
        onWillUpdateProps((next) => {
            if (next.turn !== this.props.turn) {
                clearTimeout(this.timer);
                this.timer = setTimeout(() => this.compare(), WAIT_MILLISECONDS);
            }
        });
        onWillUnmount(() => clearTimeout(this.timer));
    }

    get sameWords() {
        return _t(
            "What the drawing says is the same as in version %s. Where its elements stand on the page is not compared.",
            this.state.found.in_force.number
        );
    }

    get differentWords() {
        return _t(
            "Compared with version %s. On the drawing, what is new has a green edge and what changed a dashed blue one.",
            this.state.found.in_force.number
        );
    }

    async compare() {
        const { tool, processId } = this.props;
        const xml = await tool.xml();
        try {
            this.state.found = await this.orm.silent.call("bpmn.process", "modeling_compare", [
                [processId],
                xml,
            ]);
            this.state.refusal = "";
        } catch (error) {
            this.state.refusal = error.data?.message || error.message;
            return;
        }
        const of = (what) =>
            this.state.found.changes
                .filter((each) => each.what === what)
                .map((each) => each.element_id);
        tool.mark("comparison", { o_bpmn_added: of("added"), o_bpmn_changed: of("changed") });
    }
}
