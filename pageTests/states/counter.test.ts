import { proveStates } from './proveStates.ts';

proveStates('counter');
