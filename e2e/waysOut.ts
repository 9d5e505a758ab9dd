/** In the page: everything that would take the window somewhere else, open another or embed one. */
export const WAYS_OUT: Readonly<Record<string, (address: string) => unknown>> = {
  address: (address) => location.assign(address),
  file: () => location.assign('file:///etc/passwd'),
  otherHost: () => location.assign('app://other/index.html'),
  otherFile: () => location.assign('app://tillside/index.html?again'),
  text: () => location.assign('data:text/html,x'),
  nothing: () => location.assign('about:blank'),
  nothingAgain: () => location.replace('about:blank#x'),
  source: () => location.assign('about:srcdoc'),
  otherProgram: () => location.assign('mailto:x@example.invalid'),
  ownText: () => location.assign(URL.createObjectURL(new Blob(['x'], { type: 'text/html' }))),
  window: (address) => window.open(address),
  popup: () => window.open('about:blank', '_blank', 'popup'),
  sameWindow: () => window.open('about:blank', '_self'),
  fromFrame: () => {
    const frame = document.createElement('iframe');
    document.body.append(frame);
    frame.contentWindow?.open('about:blank', '_parent');
    frame.contentWindow?.parent.location.replace('about:blank');
  },
  ownAddress: () => history.pushState({}, '', '/nothing.html'),
  ownAddressReplaced: () => history.replaceState({}, '', '/nothing.html'),
  back: () => {
    history.pushState({}, '');
    history.go(-9);
  },
  link: (href) =>
    Object.assign(document.createElement('a'), { href, target: '_blank' }).click() ?? null,
  form: (action) => {
    const form = Object.assign(document.createElement('form'), { action, method: 'post' });
    document.body.append(form);
    form.submit();
  },
  frame: (src) => document.body.append(Object.assign(document.createElement('iframe'), { src })),
  object: (data) => document.body.append(Object.assign(document.createElement('object'), { data })),
  webview: (src) => document.body.append(Object.assign(document.createElement('webview'), { src })),
  refresh: (url) => {
    const content = `0;url=${url}`;
    document.head.append(
      Object.assign(document.createElement('meta'), { httpEquiv: 'refresh', content }),
    );
  },
};

/** Those that neither Chromium nor the preload script stops, so that the main process is asked. */
export const REFUSED_ALOUD: readonly string[] = [
  'address',
  'otherHost',
  'otherFile',
  'otherProgram',
  'ownText',
  'refresh',
];
