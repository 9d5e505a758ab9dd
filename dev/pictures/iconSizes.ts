/** What Windows asks an `.ico` for, at any scale of the screen (pixels). */
export const WINDOWS_SIZES: readonly number[] = [16, 20, 24, 32, 40, 48, 64, 128, 256];

/** Those of `hicolor` that desktops look into (pixels). */
export const LINUX_SIZES: readonly number[] = [16, 24, 32, 48, 64, 128, 256, 512];
