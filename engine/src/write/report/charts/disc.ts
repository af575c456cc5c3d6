import type { ReportInput } from '../input.ts';
import { html, type Markup } from '../markup.ts';
import { decimate, extentOf } from '../series.ts';
import { clamp } from '../svg.ts';
import { duration } from '../text.ts';

const GROOVE_COUNT = 40;
const OUTER = 134;
/** Where the last groove ends and the dead wax begins. */
const INNER = 76;
const ETCHING = 58;
/** Loudness below the loudest groove at which a groove is as dark as the wax. */
const DEPTH_LU = 16;

/**
 * The programme as one side of a record: time runs inward, loud passages catch the light. In the dead wax stands what
 * identifies this master.
 */
export function drawDisc(input: ReportInput): Markup {
  const file = input.verdict.files[0];
  const facts = file?.facts ?? input.source;
  const etching = `DW ${input.engineVersion} · ${(file?.sha256 ?? '').slice(0, 8).toUpperCase()} · SEED ${input.plan.seed}`;
  return html`<svg class="disc" viewBox="0 0 280 280" role="img" aria-labelledby="disc-t"><title id="disc-t">The programme as one side of a record: time runs inward, brighter grooves are louder.</title>
<circle class="wax" cx="140" cy="140" r="139"/>${grooves(facts.timeline.shortTermLufs)}
${[wedge(-48, 34), wedge(-38, 14), wedge(132, 34), wedge(142, 14)].map(light => html`<path class="sheen" d="${light}"/>`)}
<path class="runout" d="M140 ${140 - INNER}a74 74 0 0 1 0 148a70 70 0 0 1 0-140a66.5 66.5 0 0 1 0 133a65 65 0 0 1 0-130"/>
<path id="etch" fill="none" d="M140 ${140 + ETCHING}a${ETCHING} ${ETCHING} 0 1 1 .1 0"/><text class="etched"><textPath href="#etch" startOffset="50%" text-anchor="middle">${etching}</textPath></text>
<circle class="label" cx="140" cy="140" r="45"/><circle class="label-ring" cx="140" cy="140" r="41.5"/>
<text class="brand" x="140" y="124">DEADWAX</text><text class="side" x="140" y="166">${duration(facts.durationSeconds)}</text>
<circle class="hole" cx="140" cy="140" r="3.8"/></svg>`;
}

function grooves(shortTermLufs: readonly (number | null)[]): Markup[] {
  const stretches = decimate(shortTermLufs, GROOVE_COUNT);
  const loudest = extentOf(shortTermLufs)?.maximum ?? 0;
  const pitch = (OUTER - INNER) / Math.max(1, stretches.length);
  return stretches.map((extent, index) => {
    const middle = extent === null ? loudest - DEPTH_LU : (extent.minimum + extent.maximum) / 2;
    const brightness = clamp(1 - (loudest - middle) / DEPTH_LU);
    const radius = (OUTER - (index + 0.5) * pitch).toFixed(1);
    const opacity = (0.06 + 0.5 * brightness * brightness * brightness).toFixed(2);
    return html`<circle class="groove" cx="140" cy="140" r="${radius}" stroke-width="${(pitch * 0.5).toFixed(2)}" stroke-opacity="${opacity}"/>`;
  });
}

/** A slice of light from the label to the rim: where it starts and how wide it is, in degrees. */
function wedge(startDegrees: number, widthDegrees: number): string {
  const [fromX, fromY] = onRim(startDegrees);
  const [toX, toY] = onRim(startDegrees + widthDegrees);
  return `M140 140L${fromX} ${fromY}A138 138 0 0 1 ${toX} ${toY}z`;
}

/** Bhaskara’s sine (error ≤ 0.002) is near enough for a reflection, and the same on every machine. */
function onRim(degrees: number): [string, string] {
  const sine = (angle: number): number => {
    const turn = ((angle % 360) + 360) % 360;
    const half = turn % 180;
    const value = (4 * half * (180 - half)) / (40_500 - half * (180 - half));
    return turn < 180 ? value : -value;
  };
  return [(140 + 138 * sine(degrees)).toFixed(1), (140 - 138 * sine(degrees + 90)).toFixed(1)];
}
