/** Where the parameters of a call travelled. */
export type ParamsIn = 'query' | 'form' | 'multipart';

/** One call as it came off the wire, with its parameters merged. */
export interface Call {
  verb: string;
  params: ReadonlyMap<string, string>;
  paramsIn: ParamsIn;
  /** Something in it was not strict UTF-8, or not a well-formed form. */
  badEncoding: boolean;
  /** The connection had carried a request before this one. */
  onReusedConnection: boolean;
}

/** The only method this gateway knows. */
export const customerSaveMethod = 'alibaba.alsc.crm.open.customer.save';

/** The parameter of that method that holds the JSON text. */
export const customerSaveArgument = 'param_customer_save_open_req';

/** A parameter's value. The platform takes an empty one for a missing one. */
export function paramOf(call: Call, name: string): string | undefined {
  return call.params.get(name) || undefined;
}
