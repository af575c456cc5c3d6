#!/usr/bin/env node
import nodeModule from 'node:module';

// Compiled code is kept in the folder for temporary files, where this Node can do that (22.8 and later): a faster start.
nodeModule.enableCompileCache?.();
await import('../dist/deadwax.js');
