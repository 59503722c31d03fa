import { loadCSS, loadJS } from "@web/core/assets";
import { formatFloat } from "@web/views/fields/formatters";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { Component, onMounted, onWillStart, onWillUnmount, useRef, useState } from "@odoo/owl";

const BUNDLE = "/wbs_module/static/lib/bpmn-viewer.bundle";
const HOURS_OF_A_DAY = 24;
/** Numbers stay legible where a large drawing is fitted into the window. */
const SMALLEST_SCALE = 0.9;
const MARGIN = 20;
const TALLEST = 1600;

/** Where a procedure takes its time: sums over all instances, laid over the drawing. */
export class HeatMap extends Component {
    static template = "wbs_module.HeatMap";
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.canvas = useRef("canvas");
        this.state = useState({ versions: [], versionId: null, map: null, missing: false, error: "" });
        onWillStart(() => this.open());
        onMounted(() => this.draw());
        onWillUnmount(() => this.viewer?.destroy());
    }

    get processId() {
        const { params = {}, context = {} } = this.props.action;
        return params.process_id || context.active_id;
    }

    async open() {
        this.state.versions = await this.orm.searchRead(
            "bpmn.process.version",
            [["process_id", "=", this.processId]],
            ["display_name"],
            { order: "number desc" },
        );
        if (this.state.versions.length) {
            await this.load(this.state.versions[0].id);
        }
    }

    async load(versionId) {
        this.state.versionId = versionId;
        this.state.error = "";
        try {
            this.state.map = await this.orm.call("bpmn.process.version", "get_heat_map", [[versionId]]);
        } catch (error) {
            this.state.map = null;
            this.state.error = error.data?.message || _t("The figures could not be read. Try again.");
        }
    }

    async choose(ev) {
        await this.load(Number(ev.target.value));
        await this.draw();
    }

    async draw() {
        const map = this.state.map;
        if (!map || !this.canvas.el) {
            return;
        }
        try {
            await Promise.all([loadJS(`${BUNDLE}.js`), loadCSS(`${BUNDLE}.css`)]);
            this.viewer?.destroy();
            this.viewer = new window.bpmnViewer.NavigatedViewer({
                container: this.canvas.el,
                // The wheel moves the page, of which the drawing fills most.
                zoomScroll: { enabled: false },
            });
            await this.viewer.importXML(map.xml);
            this.mark(map.steps);
        } catch {
            // Bundles are built at set-up; without them the table still tells it.
            this.state.missing = true;
        }
    }

    mark(steps) {
        const canvas = this.viewer.get("canvas");
        const overlays = this.viewer.get("overlays");
        const drawn = this.viewer.get("elementRegistry");
        this.fillWidth(canvas);
        for (const step of steps.filter((each) => drawn.get(each.id))) {
            canvas.addMarker(step.id, `o_bpmn_heat_${step.heat || "none"}`);
            if (!this.isTask(step)) {
                continue;
            }
            const badge = document.createElement("span");
            badge.className = "o_bpmn_heat_badge";
            badge.textContent = step.took === null
                ? this.toldInShort(step.visits)
                : `${this.toldInShort(step.visits)} · ${this.span(step.took)}`;
            overlays.add(step.id, {
                position: { bottom: 6, left: 0 },
                scale: { min: SMALLEST_SCALE, max: 1 },
                html: badge,
            });
        }
    }

    /** As high as the drawing is at the full width, so that what stands on it has room. */
    fillWidth(canvas) {
        const { inner } = canvas.viewbox();
        const width = this.canvas.el.clientWidth;
        const height = (width * (inner.height + MARGIN)) / (inner.width + MARGIN);
        this.canvas.el.style.height = `${Math.min(height, TALLEST)}px`;
        canvas.resized();
        canvas.zoom("fit-viewport", "auto");
    }

    isTask(step) {
        return /Task$|^callActivity$|^task$/.test(step.kind);
    }

    /** Rows of the table: what people do, the hottest first. */
    get rows() {
        const heat = (step) => (step.heat ? step.took / step.allowed : -1);
        return this.state.map.steps
            .filter((step) => this.isTask(step))
            .sort((one, other) => heat(other) - heat(one));
    }

    get jams() {
        const steps = Object.fromEntries(this.state.map.steps.map((step) => [step.id, step]));
        return this.state.map.jams.map((id) => steps[id]);
    }

    /** A count as it may be told. */
    told(count) {
        if (count === null) {
            return _t("not told");
        }
        return count ? _t("%s or more", count) : "0";
    }

    /** The same on the drawing, where there is room for a few signs; the legend says it. */
    toldInShort(count) {
        if (count === null) {
            return "–";
        }
        return count ? `${count}+` : "0";
    }

    /** Hours as people say them. */
    span(hours) {
        if (hours === null) {
            return "–";
        }
        if (hours < HOURS_OF_A_DAY) {
            return _t("%s hours", this.number(hours));
        }
        return _t("%s days", this.number(hours / HOURS_OF_A_DAY));
    }

    /** With one decimal, where that is not zero. */
    number(value) {
        const tenths = Math.round(value * 10);
        return formatFloat(tenths / 10, { digits: [0, tenths % 10 ? 1 : 0] });
    }

    heatName(heat) {
        return {
            over: _t("Usually late"),
            close: _t("Close to the due time"),
            half: _t("More than half of the time"),
            well: _t("Well in time"),
        }[heat] || _t("Not known");
    }

    get legend() {
        return ["over", "close", "half", "well", null];
    }
}

registry.category("actions").add("wbs_module.heat_map", HeatMap);
