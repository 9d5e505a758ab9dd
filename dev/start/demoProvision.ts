import type { GatewayAccount } from './sandboxGateway.ts';

/** The shop of the sandbox, as a provisioning file for the app. */
export function demoProvision(gateway: GatewayAccount): object {
  return {
    gateway,
    brandId: '244323',
    shopId: '239923231',
    operators: [{ id: '2392313', name: '小林' }],
    locale: 'zh-CN',
  };
}
