/*
 * Debian 12's SyncEvolution 2.0.0 gives libcurl null pointers as its read and write callbacks, so the client dies in
 * fread() at its first POST. Preloaded before it, this sees each curl_easy_setopt and puts a callback in place of such
 * a null: one that calls the transport object's own exported methods, whose address the program has set as user data.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdarg.h>
#include <stddef.h>

enum { WRITE_FUNCTION = 20011, READ_FUNCTION = 20012 };

typedef size_t (*transport_method)(void *transport, void *octets, size_t length);

static size_t forward(const char *method, void *transport, void *octets, size_t length)
{
    transport_method found = (transport_method)dlsym(RTLD_DEFAULT, method);
    return found == NULL ? 0 : found(transport, octets, length);
}

static size_t on_write(void *octets, size_t size, size_t count, void *transport)
{
    return forward("_ZN7SyncEvo18CurlTransportAgent9writeDataEPvm", transport, octets, size * count);
}

static size_t on_read(void *octets, size_t size, size_t count, void *transport)
{
    return forward("_ZN7SyncEvo18CurlTransportAgent8readDataEPvm", transport, octets, size * count);
}

int curl_easy_setopt(void *handle, int option, ...)
{
    static int (*real)(void *, int, ...) = NULL;
    va_list rest;
    void *value;

    if (real == NULL) real = (int (*)(void *, int, ...))dlsym(RTLD_NEXT, "curl_easy_setopt");
    va_start(rest, option);
    value = va_arg(rest, void *);
    va_end(rest);
    if (value == NULL && option == WRITE_FUNCTION) value = (void *)on_write;
    if (value == NULL && option == READ_FUNCTION) value = (void *)on_read;
    return real(handle, option, value);
}
