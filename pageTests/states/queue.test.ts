import { proveStates } from './proveStates.ts';

proveStates('queue');
