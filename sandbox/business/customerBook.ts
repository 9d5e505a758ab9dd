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

function identityKeys(save: CustomerSave): string[] {
  const keys: string[] = [];
  if (save.mobile) keys.push(JSON.stringify([save.brand_id, 'mobile', save.mobile]));
  if (save.outer_id) keys.push(JSON.stringify([save.brand_id, save.outer_type, save.outer_id]));
  return keys;
}

/** Finds, makes and joins customers. A customer is known by brand and mobile, or brand and outer id. */
export class CustomerBook {
  private readonly customers = new Map<string, Customer>();
  private readonly idByKey = new Map<string, string>();
  private made = 0n;

  upsert(save: CustomerSave): { customerId: string; created: boolean } {
    const keys = identityKeys(save);
    const known = keys.flatMap((key) => this.customers.get(this.idByKey.get(key) ?? '') ?? []);
    const customer = known.length === 0 ? this.create(save.brand_id) : this.join(known);
    for (const key of keys) this.idByKey.set(key, customer.customerId);
    for (const [name, value] of Object.entries(save)) {
      if (value !== undefined && !notAboutTheCustomer.has(name)) customer.fields[name] = value;
    }
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
