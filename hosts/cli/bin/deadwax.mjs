#!/usr/bin/env node
import '../dist/deadwax.js';
