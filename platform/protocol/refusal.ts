/** What a server says when it does not do what was asked: the content of an `error_response`. */
export interface Refusal {
  /** The platform sends it as a number, but has been seen to send a string. */
  code: number | string;
  msg: string;
  subCode?: string;
  subMsg?: string;
}

// The platform's own wording, from its public list of error codes.
const messages: Record<string, string> = {
  3: 'Upload Fail',
  4: 'User Call Limited',
  5: 'Session Call Limited',
  6: 'Partner Call Limited',
  7: 'App Call Limited',
  8: 'App Call Exceeds Limited Frequency',
  9: 'Http Action Not Allowed',
  10: 'Service Currently Unavailable',
  11: 'Insufficient ISV Permissions',
  12: 'Insufficient User Permissions',
  13: 'Insufficient Partner Permissions',
  15: 'Remote service error',
  21: 'Missing Method',
  22: 'Invalid Method',
  23: 'Invalid Format',
  24: 'Missing Signature',
  25: 'Invalid Signature',
  26: 'Missing Session',
  27: 'Invalid Session',
  28: 'Missing App Key',
  29: 'Invalid App Key',
  30: 'Missing Timestamp',
  31: 'Invalid Timestamp',
  32: 'Missing Version',
  33: 'Invalid Version',
  34: 'Unsupported Version',
  40: 'Missing required arguments',
  41: 'Invalid arguments',
  42: 'Forbidden Request',
  43: 'Parameter Error',
  44: 'Closed Api',
  47: 'Invalid Encoding',
  50: 'Remote service error',
  51: 'Remote service timeout',
  52: 'Remote connection error',
  53: 'Isv Limited',
  530: 'Remote service error',
};

/** The message the platform sends with a code. */
export function messageOf(code: number | string): string {
  return messages[String(code)] ?? 'Unknown error';
}

/** Builds a refusal with the platform's message for the code. */
export function refuse(code: number, subCode?: string, subMsg?: string): Refusal {
  return {
    code,
    msg: messageOf(code),
    ...(subCode === undefined ? {} : { subCode }),
    ...(subMsg === undefined ? {} : { subMsg }),
  };
}

/** What a call is told while its app is shut out, for so many whole seconds more. */
export function refuseForBan(seconds: number): Refusal {
  // Every recorded answer of the platform has this sentence in sub_msg, never in msg.
  return refuse(
    7,
    'accesscontrol.limited-by-app-access-count',
    `This ban will last for ${seconds} more seconds`,
  );
}
