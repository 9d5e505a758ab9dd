import type { GatewayAccount } from './sandboxGateway.ts';

/** Opens the settings and the held saves of the demonstration. */
export const DEMO_PIN = '246810';

/** The shop of the sandbox, as a provisioning file for the app. */
export function demoProvision(gateway: GatewayAccount): object {
  return {
    gateway,
    brandId: '244323',
    shopId: '239923231',
    operators: [{ id: '2392313', name: '小林' }],
    locale: 'zh-CN',
    managerPin: DEMO_PIN,
  };
}
