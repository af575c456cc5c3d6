import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import ts from 'typescript';
import { ROOT } from './steps/paths.mjs';

/**
 * Proves the direction of the house: hosts → codecs, kernels → engine; inside the engine furniture knows only furniture
 * before it, rooms know furniture and, as types only, earlier rooms; files at the top of engine/src compose.
 *
 * Run as `node scripts/layers.mjs [root]`. Fails when it looked at nothing.
 */

const FURNITURE = ['units', 'audio', 'standards', 'meters', 'chain', 'repair'];
const ROOMS = ['accept', 'analyze', 'diagnose', 'plan', 'render', 'verify', 'write'];

/** What each part may import by name; a pattern ends in '*'. */
const PACKAGES = {
  'engine/src': ['zod'],
  'kernels/src': ['@deadwax/engine', '@deadwax/engine/ports'],
  'codecs/src': ['@deadwax/engine', '@deadwax/engine/ports', '@libav.js/*', 'mpg123-decoder'],
  'hosts/cli/src': [
    'node:*',
    'commander',
    '@deadwax/engine',
    '@deadwax/engine/ports',
    '@deadwax/engine/documents',
    '@deadwax/engine/tasks',
    '@deadwax/kernels',
    '@deadwax/codecs',
  ],
};

/** The engine has no clock and no chance; these differ from run to run. */
const NOT_PURE = /^(Math\.random|Date(\.now)?|performance\.now|crypto\.\w+)$/;

/** These differ between JavaScript engines, and so may not reach samples, facts or plans (pictures may use them). */
const NOT_EXACT =
  /^Math\.(sin|cos|tan|asin|acos|atan|atan2|sinh|cosh|tanh|asinh|acosh|atanh|exp|expm1|log|log2|log10|log1p|pow|cbrt|hypot)$/;

const root = resolve(process.argv[2] ?? ROOT);
const faults = [];
let fileCount = 0;
let importCount = 0;

for (const part of Object.keys(PACKAGES))
  for (const path of listSources(join(root, part))) checkFile(part, path);

for (const fault of faults) process.stdout.write(`${fault}\n`);
process.stdout.write(
  `layers: ${importCount} imports in ${fileCount} files, ${faults.length} against the direction of the house\n`,
);
process.exitCode = faults.length > 0 || importCount === 0 ? 1 : 0;

/** Sources that ship; tests and what only tests use may reach anywhere. */
function listSources(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true }).flatMap(entry => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === 'testing' ? [] : listSources(path);
    return /\.ts$/.test(entry.name) && !/\.(test|d)\.ts$/.test(entry.name) ? [path] : [];
  });
}

function checkFile(part, path) {
  const source = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true);
  fileCount += 1;
  const fault = (node, sentence) => {
    const { line } = source.getLineAndCharacterOfPosition(node.getStart(source));
    faults.push(`${relative(root, path)}:${line + 1}: ${sentence}`);
  };
  const visit = node => {
    const reference = importOf(node);
    if (reference !== null) {
      importCount += 1;
      const sentence = judgeImport(part, path, reference);
      if (sentence !== null) fault(node, sentence);
    }
    const sentence = part === 'engine/src' ? judgeCall(path, node, source) : null;
    if (sentence !== null) fault(node, sentence);
    ts.forEachChild(node, visit);
  };
  visit(source);
}

/** @returns the module that a node names and whether only for its types; null for other nodes */
function importOf(node) {
  if (ts.isImportDeclaration(node)) {
    return { name: node.moduleSpecifier.text, isTypeOnly: node.importClause?.isTypeOnly === true };
  }
  if (ts.isExportDeclaration(node) && node.moduleSpecifier) {
    return { name: node.moduleSpecifier.text, isTypeOnly: node.isTypeOnly };
  }
  if (ts.isImportTypeNode(node)) return { name: node.argument.literal.text, isTypeOnly: true };
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
    const [argument] = node.arguments;
    return { name: ts.isStringLiteralLike(argument) ? argument.text : argument.getText(), isTypeOnly: false };
  }
  return null;
}

/** @returns what is wrong with an import, or null */
function judgeImport(part, path, { name, isTypeOnly }) {
  if (!name.startsWith('.')) {
    const isAllowed = PACKAGES[part].some(each =>
      each.endsWith('*') ? name.startsWith(each.slice(0, -1)) : name === each,
    );
    return isAllowed ? null : `${part} may not import '${name}'`;
  }
  const target = resolve(dirname(path), name);
  const inside = relative(join(root, part), target).split(sep);
  if (inside.includes('testing')) return `'${name}' is for tests only`;
  if (inside[0] === '..') {
    const isDeclared =
      part === 'kernels/src' && isTypeOnly && relative(root, target).startsWith(join('kernels', 'build'));
    return isDeclared ? null : `'${name}' leads out of ${part}`;
  }
  return part === 'engine/src' ? judgeArea(areaOf(path), inside, isTypeOnly) : null;
}

function judgeArea(from, inside, isTypeOnly) {
  if (from === null) return null; // composes
  const to = inside.length > 1 ? inside[0] : null;
  if (to === null) return `${from} may not import what composes the house`;
  if (to === from) return null;
  if (!FURNITURE.includes(to) && !ROOMS.includes(to)) return `'${to}' is neither furniture nor a room`;
  if (FURNITURE.includes(from)) {
    return FURNITURE.indexOf(to) >= 0 && FURNITURE.indexOf(to) < FURNITURE.indexOf(from)
      ? null
      : `furniture '${from}' may only use furniture before it, not '${to}'`;
  }
  if (FURNITURE.includes(to)) return null;
  if (ROOMS.indexOf(to) > ROOMS.indexOf(from))
    return `room '${from}' comes before '${to}' and may not know it`;
  return isTypeOnly ? null : `room '${from}' may import only types from the earlier room '${to}'`;
}

/** First folder below engine/src; null for files at its top. */
function areaOf(path) {
  const parts = relative(join(root, 'engine/src'), path).split(sep);
  return parts.length > 1 ? parts[0] : null;
}

/** @returns what is wrong with a use of the language's own world, or null */
function judgeCall(path, node, source) {
  const name = ts.isNewExpression(node)
    ? node.expression.getText(source)
    : ts.isPropertyAccessExpression(node)
      ? node.getText(source)
      : '';
  if (NOT_PURE.test(name)) return `${name} is clock or chance, which the engine does not have`;
  if (NOT_EXACT.test(name) && areaOf(path) !== 'write') {
    return `${name} differs between JavaScript engines; use units/decibels.ts or a kernel`;
  }
  return null;
}
