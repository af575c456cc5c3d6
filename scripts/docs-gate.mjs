import { relative } from 'node:path';
import ts from 'typescript';
import { inRoot, ROOT } from './steps/paths.mjs';

/** What a user can import must say what it is: every export of these doors has a doc comment. */
const DOORS = [
  'engine/src/index.ts',
  'engine/src/audio/index.ts',
  'engine/src/documents.ts',
  'engine/src/tasks.ts',
  'kernels/src/index.ts',
  'codecs/src/index.ts',
];

const program = ts.createProgram(
  DOORS.map(door => inRoot(door)),
  {
    target: ts.ScriptTarget.ES2023,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    customConditions: ['@deadwax/source'],
    allowImportingTsExtensions: true,
    noEmit: true,
    types: [],
  },
);
const checker = program.getTypeChecker();
const seen = new Set();
const missing = [];

for (const door of DOORS) {
  const file = program.getSourceFile(inRoot(door));
  const module = file && checker.getSymbolAtLocation(file);
  if (!module) continue;
  for (const exported of checker.getExportsOfModule(module)) {
    const symbol = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported;
    if (seen.has(symbol)) continue;
    seen.add(symbol);
    const [declaration] = symbol.declarations ?? [];
    if (symbol.getDocumentationComment(checker).length + symbol.getJsDocTags(checker).length > 0) continue;
    const at = declaration?.getSourceFile().fileName ?? door;
    missing.push(`${relative(ROOT, at)}: ${exported.name} has no doc comment`);
  }
}

for (const line of missing.sort()) process.stdout.write(`${line}\n`);
process.stdout.write(`docs: ${seen.size} public exports, ${missing.length} without a doc comment\n`);
process.exitCode = missing.length > 0 || seen.size === 0 ? 1 : 0;
