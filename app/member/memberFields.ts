/** The gateway's numbers: 0 female, 1 male, 2 other. 0 is a value, not an absence. */
export const GENDERS = [0, 1, 2] as const;
export type Gender = (typeof GENDERS)[number];

export const OUTER_TYPES = ['wechat', 'alipay'] as const;
export type OuterType = (typeof OUTER_TYPES)[number];

/** What a calendar day is sent with. */
export const TIME_OF_DAY = ' 00:00:00';

interface FieldRow {
  /** Its name in `param_customer_save_open_req`. */
  wireName: string;
  /** `date`: a calendar day, which is sent with a time of day; `choice`: one of `choices`. */
  kind: 'text' | 'date' | 'choice';
  choices?: readonly (string | number)[];
  /** Our own limit (code points), since the platform publishes none; null where its form is limit enough. */
  maximumLength: number | null;
  /** Says who somebody is: no code or id of an answer that shares something with it may be readable. */
  isPersonal: boolean;
  /** Its place on the screen. */
  place: number;
}

/**
 * Every field of a member, in the order in which they are sent. Whatever knows the fields goes by this table: schema,
 * freezing, reading back, what is hidden in answers, the jump to the wrong field, the order of the form. A body that
 * is frozen again for the same intention must be the same bytes, so rows are added, and none changes its row.
 */
export const MEMBER_FIELDS = {
  mobile: {
    wireName: 'mobile',
    kind: 'text',
    maximumLength: null,
    isPersonal: true,
    place: 1,
  },
  name: {
    wireName: 'name',
    kind: 'text',
    maximumLength: 64,
    isPersonal: true,
    place: 2,
  },
  gender: {
    wireName: 'gender',
    kind: 'choice',
    choices: GENDERS,
    maximumLength: null,
    isPersonal: false,
    place: 3,
  },
  birthday: {
    wireName: 'birthday',
    kind: 'date',
    maximumLength: null,
    isPersonal: true,
    place: 4,
  },
  outerId: {
    wireName: 'outer_id',
    kind: 'text',
    maximumLength: 64,
    isPersonal: true,
    place: 6,
  },
  outerType: {
    wireName: 'outer_type',
    kind: 'choice',
    choices: OUTER_TYPES,
    maximumLength: null,
    isPersonal: false,
    place: 5,
  },
  remark: {
    wireName: 'remark',
    kind: 'text',
    maximumLength: 500,
    isPersonal: true,
    place: 7,
  },
} as const satisfies Record<string, FieldRow>;

export type FieldName = keyof typeof MEMBER_FIELDS;

export const FIELD_NAMES = Object.keys(MEMBER_FIELDS) as FieldName[];
