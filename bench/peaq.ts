/**
 * PEAQ of the clipped sounds of the declipping survey beside the grades that the survey published, and the speed of the model.
 */
import { makeMemoryHost } from '../conformance/support/memory.ts';
import { MOV_NAMES, measurePeaq, type PeaqResult, toPcm16, toSurveyInput } from './peaq/index.ts';
import { clipToSdr, hasSurveySounds, readSurveySound, SURVEY_SDRS_DB, SURVEY_SOUNDS } from './peaq/survey.ts';

/** The survey's sounds are at this rate. */
const SURVEY_RATE_HZ = 44100;

if (!hasSurveySounds) {
  process.stdout.write('peaq: no sounds of the survey beside the checkout, nothing measured\n');
  process.exit(1);
}
const { kernels } = makeMemoryHost().powers;
let worst = 0;
let worstHouse = 0;
let sum = 0;
let seconds = 0;
let milliseconds = 0;
const lines: string[] = [];
for (const { name, file, odgs } of SURVEY_SOUNDS) {
  const samples = await readSurveySound(file);
  const reference = toSurveyInput([samples], SURVEY_RATE_HZ);
  const house = toHouseInput(samples);
  SURVEY_SDRS_DB.forEach((sdrDb, index) => {
    const clipped = clipToSdr(samples, sdrDb);
    const test = toSurveyInput([clipped], SURVEY_RATE_HZ);
    // processor time: other work on the machine does not count
    const start = process.cpuUsage();
    const result = measurePeaq(reference, test);
    const { user, system } = process.cpuUsage(start);
    milliseconds += (user + system) / 1000;
    seconds += samples.length / SURVEY_RATE_HZ;
    const byHouse = measurePeaq([house], [toHouseInput(Float32Array.from(clipped))]).odg;
    worstHouse = Math.max(worstHouse, Math.abs(byHouse - odgs[index]!));
    const away = result.odg - odgs[index]!;
    worst = Math.max(worst, Math.abs(away));
    sum += Math.abs(away);
    lines.push(describe(name, sdrDb, odgs[index]!, result));
  });
}
process.stdout.write(
  `sound   SDR dB  published      ODG     away      DI  ${MOV_NAMES.join(' ')}\n${lines.join('\n')}\n`,
);
process.stdout.write(
  `peaq: ${lines.length} grades, at most ${worst.toFixed(4)} away, ${(sum / lines.length).toFixed(4)} in the mean; ${((1000 * seconds) / milliseconds).toFixed(0)}× real time\n`,
);
process.stdout.write(
  `peaq: through the house's own resampler, which leaves nothing above 22.05 kHz, they are at most ${worstHouse.toFixed(3)} away\n`,
);

/** 48 kHz by the house's resampler, 16 bit. */
function toHouseInput(samples: Float32Array): Float32Array {
  const mark = kernels.mark();
  const resampler = kernels.makeResampler({ fromHz: SURVEY_RATE_HZ, toHz: 48000 });
  const input = kernels.makeBlock(1, samples.length);
  input.channels[0]!.set(samples);
  const output = kernels.makeBlock(1, resampler.outputFrames(samples.length));
  resampler.convert(input, 0, output, 0);
  const converted = toPcm16(output.channels[0]!);
  kernels.release(mark);
  return converted;
}

function describe(name: string, sdrDb: number, published: number, { odg, di, movs }: PeaqResult): string {
  const columns = [published, odg, odg - published, di].map((value, index) =>
    value.toFixed(index === 0 ? 3 : 4).padStart(8),
  );
  const variables = MOV_NAMES.map(key => movs[key].toPrecision(5));
  return `${name.padEnd(8)}${String(sdrDb).padStart(6)}  ${columns.join(' ')}  ${variables.join(' ')}`;
}
