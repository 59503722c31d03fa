import "diagram-js/assets/diagram-js.css";
import "bpmn-js/dist/assets/bpmn-js.css";

export { default as NavigatedViewer } from "bpmn-js/lib/NavigatedViewer.js";
