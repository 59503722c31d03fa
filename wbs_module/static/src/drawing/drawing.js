import { loadCSS, loadJS } from "@web/core/assets";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";
import {
    Component,
    onMounted,
    onPatched,
    onWillUnmount,
    useRef,
    useState,
} from "@odoo/owl";

const BUNDLE = "/wbs_module/static/lib/bpmn-viewer.bundle";
const EDGE = 20; // pixels around the drawing

/** The drawing of an instance, with its tokens on it and in words beside it. */
export class Drawing extends Component {
    static template = "wbs_module.Drawing";
    static props = { ...standardWidgetProps, instanceField: { type: String, optional: true } };

    setup() {
        this.orm = useService("orm");
        this.canvas = useRef("canvas");
        this.state = useState({ none: false, missing: false, loaded: false, failed: false, here: [] });
        this.shown = null;
        onMounted(() => this.show());
        onPatched(() => this.show());
        onWillUnmount(() => {
            this.shown = null;
            this.viewer?.destroy();
        });
    }

    get instanceId() {
        const record = this.props.record;
        const field = this.props.instanceField;
        return field ? record.data[field]?.id : record.resId;
    }

    async show() {
        const instanceId = this.instanceId;
        this.state.none = !instanceId;
        if (!instanceId || this.shown === instanceId) {
            return;
        }
        this.shown = instanceId;
        Object.assign(this.state, { loaded: false, failed: false, here: [] });
        let drawing = null;
        try {
            drawing = await this.orm.call("bpmn.instance", "get_drawing", [[instanceId]]);
        } catch {
            this.state.failed = this.shown === instanceId;
            return;
        }
        if (this.shown !== instanceId) {
            return;
        }
        this.state.loaded = true;
        const here = Object.entries(drawing.tokens).map(([id, count]) => ({
            id,
            count,
            name: drawing.names[id] || id,
            late: drawing.late.includes(id),
        }));
        // What was drawn without a name says nothing in words beside what has one.
        const named = here.filter((place) => place.name !== place.id);
        this.state.here = named.length ? named : here;
        await this.draw(drawing);
    }

    async draw(drawing) {
        try {
            await Promise.all([loadJS(`${BUNDLE}.js`), loadCSS(`${BUNDLE}.css`)]);
            this.viewer?.destroy();
            this.viewer = new window.bpmnViewer.NavigatedViewer({
                container: this.canvas.el,
                // The wheel goes down the page; buttons enlarge, the mouse drags.
                zoomScroll: { enabled: false },
            });
            await this.viewer.importXML(drawing.xml);
            this.mark(drawing);
        } catch {
            // Bundles are built at set-up; a drawing without them is still told in words.
            this.state.missing = true;
        }
    }

    mark(drawing) {
        const canvas = this.viewer.get("canvas");
        const overlays = this.viewer.get("overlays");
        const drawn = this.viewer.get("elementRegistry");
        const add = (ids, marker) =>
            ids.filter((id) => drawn.get(id)).forEach((id) => canvas.addMarker(id, marker));
        add(drawing.done, "o_bpmn_done");
        add(Object.keys(drawing.tokens), "o_bpmn_token");
        add(drawing.late, "o_bpmn_late");
        for (const [id, count] of Object.entries(drawing.tokens)) {
            if (drawn.get(id)) {
                const badge = document.createElement("span");
                badge.className = "o_bpmn_badge";
                badge.textContent = count;
                overlays.add(id, { position: { top: -12, right: 12 }, html: badge });
            }
        }
        this.giveRoom(canvas);
        this.showWhole();
    }

    enlarge(by) {
        this.viewer?.get("zoomScroll").stepZoom(by);
    }

    showWhole() {
        this.viewer?.get("canvas").zoom("fit-viewport", "auto");
    }

    /** As high as the drawing needs to fill the width: what is drawn is to be read. */
    giveRoom(canvas) {
        const { inner } = canvas.viewbox();
        const height = (inner.height / inner.width) * this.canvas.el.clientWidth;
        this.canvas.el.style.height = `${Math.ceil(height) + EDGE}px`;
        canvas.resized();
    }
}

registry.category("view_widgets").add("bpmn_drawing", {
    component: Drawing,
    extractProps: ({ options }) => ({ instanceField: options.instance_field }),
    fieldDependencies: ({ options }) =>
        options.instance_field ? [{ name: options.instance_field, type: "many2one" }] : [],
});
