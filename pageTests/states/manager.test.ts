import { proveStates } from './proveStates.ts';

proveStates('manager');
