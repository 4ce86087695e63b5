#include "host.h"
#include <stdlib.h>
#include <string.h>

void bufferClear(Buffer *buffer) {
    buffer->count = 0;
    buffer->failed = 0;
    // One large reply should not be paid for ever.
    if (buffer->capacity > 1 << 20) {
        free(buffer->bytes);
        buffer->bytes = NULL;
        buffer->capacity = 0;
    }
}

void bufferAppend(Buffer *buffer, const void *bytes, size_t count) {
    if (count == 0 || buffer->failed) return;
    if (count > buffer->capacity - buffer->count) {
        size_t capacity = (buffer->count + count) * 2 + 64;
        uint8_t *larger = realloc(buffer->bytes, capacity);
        if (!larger) {
            buffer->failed = 1;
            return;
        }
        buffer->bytes = larger;
        buffer->capacity = capacity;
    }
    memcpy(buffer->bytes + buffer->count, bytes, count);
    buffer->count += count;
}

void bufferByte(Buffer *buffer, uint8_t byte) { bufferAppend(buffer, &byte, 1); }

void bufferCount(Buffer *buffer, size_t count) {
    uint32_t number = count > UINT32_MAX ? UINT32_MAX : (uint32_t)count;
    bufferAppend(buffer, &number, sizeof number);
}

void bufferTagged(Buffer *buffer, uint8_t tag, const void *bytes, size_t count) {
    bufferByte(buffer, tag);
    bufferCount(buffer, count);
    bufferAppend(buffer, bytes, count);
}
