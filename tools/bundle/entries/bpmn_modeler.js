import "diagram-js/assets/diagram-js.css";
import "bpmn-js/dist/assets/bpmn-js.css";
import "bpmn-js/dist/assets/bpmn-font/css/bpmn-embedded.css";

export { default as Modeler } from "bpmn-js/lib/Modeler.js";
export { default as procedure } from "../../../wbs_module/static/src/modeler/procedure_moddle.json";
