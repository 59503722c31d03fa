/** Colours that mean the same in every chart: red is late, wherever one looks. */
export const LATE = "#c0392b";
export const WARNING = "#e0a100";
export const PAUSED = "#8a94a0";
export const KEPT = "#2e7d5b";
