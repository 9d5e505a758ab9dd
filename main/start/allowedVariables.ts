/**
 * What passes of the environment on Linux, where so much is read from it that no list of what is dangerous would ever
 * be whole: trust (`HOME`'s certificates), proxies, modules that are loaded as code. What a desktop says of its
 * session, screen, language and input passes, a name where a name is meant: a path in its place would be somebody's
 * own file.
 */
const ANYTHING = /^/;
const NAMES = /^[\w .:;,@+=-]*$/;

const ALLOWED: readonly (readonly [name: RegExp, value: RegExp])[] = [
  [/^(?:USER|LOGNAME|USERNAME|SHELL|PATH|PWD|HOSTNAME|TERM|COLORTERM|WINDOWID)$/, ANYTHING],
  [/^(?:LANG|LANGUAGE|LC_[A-Z]+)$/, /^[\w.:@-]*$/],
  [/^TZ$/, /^[\w:+,./<>-]*$/],
  // Where the socket of the lock lies, and what goes with the session: the screen, the key store and the input method.
  [/^(?:TMPDIR|TMP|TEMP|DISPLAY|WAYLAND_DISPLAY|XAUTHORITY|ICEAUTHORITY)$/, ANYTHING],
  [/^(?:DBUS_\w+_BUS_ADDRESS|XDG_RUNTIME_DIR|SESSION_MANAGER|AT_SPI_BUS_ADDRESS)$/, ANYTHING],
  [/^(?:IBUS_ADDRESS|IBUS_ENABLE_SYNC_MODE|GNOME_KEYRING_CONTROL)$/, ANYTHING],
  [/^(?:XMODIFIERS|(?:GTK|QT|QT4|CLUTTER|SDL)_IM_MODULES?|INPUT_METHOD|FCITX_\w+)$/, NAMES],
  [/^XDG_(?:CURRENT_DESKTOP|SESSION_(?:TYPE|DESKTOP|CLASS|ID)|SEAT|VTNR|MENU_PREFIX)$/, NAMES],
  [/^(?:DESKTOP_SESSION|GDMSESSION|GNOME_DESKTOP_SESSION_ID|KDE_FULL_SESSION)$/, NAMES],
  [/^(?:KDE_SESSION_VERSION|DESKTOP_STARTUP_ID|XDG_ACTIVATION_TOKEN|CHROME_DESKTOP)$/, ANYTHING],
  // By which entry a desktop has started it: every start by one has these, and no library obeys them.
  [/^GIO_LAUNCHED_DESKTOP_FILE(?:_PID)?$/, ANYTHING],
  [/^(?:GDK_(?:BACKEND|SCALE|DPI_SCALE)|GTK_THEME|XCURSOR_(?:SIZE|THEME))$/, NAMES],
  [/^(?:QT_SCALE_FACTOR|LIBGL_ALWAYS_SOFTWARE|NO_AT_BRIDGE|GNOME_ACCESSIBILITY)$/, NAMES],
  [/^(?:LIBVA_DRIVER_NAME|__GLX_VENDOR_LIBRARY_NAME|MESA_LOADER_DRIVER_OVERRIDE)$/, NAMES],
  [/^(?:GTK_MODULES|GTK3_MODULES|LD_PRELOAD)$/, NAMES],
  // An AppImage says with these where it lies; nothing is loaded by them.
  [/^(?:APPIMAGE|APPDIR|ARGV0|OWD)$/, ANYTHING],
];

export function mayPass(name: string, value: string): boolean {
  return ALLOWED.some(([names, values]) => names.test(name) && values.test(value));
}

/** Who carries the calls. On Windows and macOS the network stack asks the system alone. */
const PROXY = /^(?:(?:https?|ftp|all|auto|no)_proxy|SOCKS_(?:SERVER|VERSION))$/i;

export function isProxy(name: string): boolean {
  return PROXY.test(name);
}

/** Another name stands in no log and no trail, and means nothing to any library. */
const NAME = /^\w{1,50}$/;

/** What Chromium and Electron obey as switches, or load code by, on every system. */
const EVERYWHERE: readonly RegExp[] = [
  /^(?:ELECTRON_|CHROME_(?!DESKTOP$))/i,
  /^(?:VK_(?:ICD|DRIVER|ADD|LAYER|IMPLICIT)|LD_|DYLD_)/i,
];

/**
 * What decides whom the till trusts, over whom it speaks or whose code runs in it, also where it was read before the
 * first line: whoever gives one of these is written down, and the program runs once more without it.
 */
const ON_LINUX: readonly RegExp[] = [
  ...EVERYWHERE,
  PROXY,
  // Whose certificates, settings and modules count.
  /^(?:HOME|XDG_(?:CONFIG|DATA|CACHE|STATE)_HOME|XDG_CONFIG_DIRS)$/,
  /^(?:NSS_|SSL_CERT|OPENSSL_|P11_KIT_|NODE_(?:OPTIONS|EXTRA|TLS)|KRB5_)/,
  // Whose names are looked up.
  /^(?:HOSTALIASES|RES_OPTIONS|LOCALDOMAIN|RESOLV_)/,
  // Whose code is run.
  /^(?:GCONV_PATH$|GTK\w*_(?:MODULES|PATH|EXE_PREFIX|DATA_PREFIX)$|GTK_IM_MODULE_FILE$)/,
  /^(?:GDK_PIXBUF_|GIO_|GSETTINGS_|DCONF_|LIB(?:GL|VA)_DRIVERS_PATH$|__EGL_|GBM_BACKENDS_PATH$)/,
];

export function isDangerousVariable(name: string, platform: NodeJS.Platform): boolean {
  const list = platform === 'linux' ? ON_LINUX : EVERYWHERE;
  return NAME.test(name) && list.some((names) => names.test(name));
}
