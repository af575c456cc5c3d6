/**
 * Finding clipped samples: clips planted into real recordings at many depths and levels, and things that only look like
 * clips; recall and precision, and what is said of the recordings as they are.
 *
 * `--seconds N` per excerpt (6), `--save FILE` keeps the text.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { hasRecordings, makeCodecHost, RECORDINGS, readExcerpt } from '../conformance/support/recordings.ts';
import { FAKES, PLANTS, traceClipping } from './support/clip-plants.ts';

const { values: options } = parseArgs({
  options: { seconds: { type: 'string', default: '6' }, save: { type: 'string' } },
});
if (!hasRecordings) {
  process.stdout.write('clipping: no recordings beside the checkout, nothing measured\n');
  process.exit(1);
}
/** Fewer than a millisecond of them in some seconds is nothing that anybody hears. */
const LEAST_SAMPLES = 50;

const lines: string[] = [];
const tell = (line: string): void => {
  lines.push(line);
  process.stdout.write(`${line}\n`);
};
let planted = 0;
let found = 0;
let faked = 0;
let wrong = 0;
for (const recording of RECORDINGS) {
  const host = makeCodecHost();
  const source = await readExcerpt(recording, host, 0.45, Number(options.seconds));
  const { kernels } = host.powers;
  const mark = kernels.mark();
  const block = kernels.makeBlock(source.channelCount, source.frameCount);
  source.read(0, block);
  const clean = block.channels.map(channel => channel.slice());
  kernels.release(mark);
  const asItIs = traceClipping(clean, source.sampleRateHz, kernels);
  tell(
    `${recording.name}: as it is ${asItIs.clippedSamples} samples; roundness ${asItIs.shapes.map(s => `${s.roundness?.toFixed(2)} of ${s.peakCount}`).join(', ')}`,
  );
  for (const plant of PLANTS) {
    const { channels, clippedSamples } = plant.make(clean);
    if (clippedSamples < LEAST_SAMPLES) continue;
    planted++;
    const trace = traceClipping(channels, source.sampleRateHz, kernels);
    const share = trace.clippedSamples / clippedSamples;
    if (share > 0.1) found++;
    tell(
      `  ${plant.name.padEnd(44)}${clippedSamples.toString().padStart(8)} planted, ${(100 * share).toFixed(0)} %`,
    );
  }
  for (const fake of FAKES) {
    faked++;
    const trace = traceClipping(fake.make(clean), source.sampleRateHz, kernels);
    const more = trace.clippedSamples - asItIs.clippedSamples;
    if (more > 0) wrong++;
    if (more > 0) tell(`  wrongly found: ${fake.name}, ${more} samples`);
  }
}
tell(`clipping: ${found} of ${planted} plants found, recall ${(found / planted).toFixed(3)}`);
tell(
  `clipping: ${wrong} of ${faked} fakes taken for clips, precision ${(found / (found + wrong)).toFixed(3)}`,
);
if (options.save !== undefined) writeFileSync(options.save, `${lines.join('\n')}\n`);
