import { proveStates } from './proveStates.ts';

proveStates('form');
