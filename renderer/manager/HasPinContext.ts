import { createContext } from 'react';

/** Whether this till has a manager's PIN. Where it has none, nothing that asks for it can be opened. */
export const HasPinContext = createContext(true);
