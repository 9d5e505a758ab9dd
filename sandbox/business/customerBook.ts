import { type Temperament, temperamentOf } from '../temperament.ts';
import type { CustomerSave } from './customerArguments.ts';

/** A customer as the brand sees it after all saves so far. */
export interface Customer {
  customerId: string;
  brandId: string;
  /** The newest value of every field that any save has sent. */
  fields: Record<string, string | number>;
  saves: number;
}

// Ids beyond 2^53 that differ in the last digits: a client that reads them as numbers mixes them up.
const firstCustomerId = 1_660_000_000_000_000_001n;

const notAboutTheCustomer = new Set([
  'brand_id',
  'shop_id',
  'channel',
  'operator_id',
  'request_id',
]);

function identityKeys(save: CustomerSave, upsertKey: Temperament['upsertKey']): string[] {
  const keys: string[] = [];
  if (save.mobile && upsertKey !== 'outerId') keys.push(mobileKey(save.brand_id, save.mobile));
  if (save.outer_id && upsertKey !== 'mobile') {
    keys.push(JSON.stringify([save.brand_id, save.outer_type, save.outer_id]));
  }
  return keys;
}

function mobileKey(brandId: string, mobile: string): string {
  return JSON.stringify([brandId, 'mobile', mobile]);
}

/** Finds, makes and joins customers. A customer is known by brand and mobile, or brand and outer id. */
export class CustomerBook {
  private readonly customers = new Map<string, Customer>();
  private readonly idByKey = new Map<string, string>();
  private made = 0n;

  /** Whether mobile and outer id of a save lead to two customers. */
  namesTwo(save: CustomerSave, { upsertKey }: Temperament): boolean {
    return new Set(this.known(identityKeys(save, upsertKey))).size > 1;
  }

  /** `emptied`: fields to be cleared. */
  upsert(
    save: CustomerSave,
    { upsertKey, twoMatches }: Temperament = temperamentOf(),
    emptied: readonly string[] = [],
  ): { customerId: string; created: boolean } {
    const keys = identityKeys(save, upsertKey);
    const known = this.known(keys);
    // The mobile's customer is the first of two.
    const [ofMobile, ofOuterId = ofMobile] = known;
    const preferred = { mobile: ofMobile, outerId: ofOuterId, join: undefined, refuse: undefined };
    const customer =
      known.length === 0 ? this.create(save.brand_id) : (preferred[twoMatches] ?? this.join(known));
    for (const key of keys) this.idByKey.set(key, customer.customerId);
    for (const [name, value] of Object.entries(save)) {
      if (value !== undefined && !notAboutTheCustomer.has(name)) customer.fields[name] = value;
    }
    for (const name of emptied) this.clear(customer, name);
    customer.saves += 1;
    return { customerId: customer.customerId, created: known.length === 0 };
  }

  all(): Record<string, Customer> {
    return Object.fromEntries(this.customers);
  }

  reset(): void {
    this.customers.clear();
    this.idByKey.clear();
    this.made = 0n;
  }

  private known(keys: string[]): Customer[] {
    return keys.flatMap((key) => this.customers.get(this.idByKey.get(key) ?? '') ?? []);
  }

  private clear(customer: Customer, name: string): void {
    const { brandId, fields } = customer;
    // Of outer id and type, which come together, the pair is the key.
    const key =
      name === 'outer_id'
        ? JSON.stringify([brandId, fields.outer_type, fields.outer_id])
        : mobileKey(brandId, String(fields.mobile));
    const isKey = name === 'outer_id' || name === 'mobile';
    if (isKey && this.idByKey.get(key) === customer.customerId) this.idByKey.delete(key);
    delete fields[name];
  }

  private create(brandId: string): Customer {
    const customerId = String(firstCustomerId + this.made);
    this.made += 1n;
    const customer: Customer = { customerId, brandId, fields: {}, saves: 0 };
    this.customers.set(customerId, customer);
    return customer;
  }

  // A save that names two customers says that they are one person: the older one stays.
  private join(known: Customer[]): Customer {
    const [older, ...younger] = [...known].sort((a, b) => (a.customerId < b.customerId ? -1 : 1));
    if (older === undefined) throw new Error('join needs at least one customer');
    for (const other of younger) {
      if (other === older) continue;
      older.fields = { ...older.fields, ...other.fields };
      older.saves += other.saves;
      this.customers.delete(other.customerId);
      for (const [key, id] of this.idByKey) {
        if (id === other.customerId) this.idByKey.set(key, older.customerId);
      }
    }
    return older;
  }
}
