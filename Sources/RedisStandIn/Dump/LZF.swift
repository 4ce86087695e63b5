/// The compression of long strings in dumps: LZF, as <http://oldhome.schmorp.de/marc/liblzf.html> describes its format.
enum LZF {
    /// - Returns: nil when the result would not be shorter than `limit`.
    static func compressed(_ input: [UInt8], limit: Int) -> [UInt8]? {
        guard input.count > 3, limit > 0 else { return nil }
        var table = [Int](repeating: -1, count: 1 << 16)
        var output: [UInt8] = []
        output.reserveCapacity(limit)
        var literalStart = 0
        var position = 0
        func flush(upTo end: Int, _ output: inout [UInt8]) {
            var start = literalStart
            while start < end {
                let count = min(32, end - start)
                output.append(UInt8(count - 1))
                output.append(contentsOf: input[start..<(start + count)])
                start += count
            }
        }
        func hash(_ index: Int) -> Int {
            let value = UInt32(input[index]) << 16 | UInt32(input[index + 1]) << 8 | UInt32(input[index + 2])
            return Int(truncatingIfNeeded: ((value >> 8) &- (value &* 5)) & 0xFFFF)
        }
        while position < input.count - 2 {
            let slot = hash(position)
            let candidate = table[slot]
            table[slot] = position
            let distance = position - candidate - 1
            // The first byte is never gone back to, and the last two are literals: so does liblzf.
            guard candidate > 0, distance < 8192, input[candidate] == input[position],
                input[candidate + 1] == input[position + 1], input[candidate + 2] == input[position + 2]
            else {
                position += 1
                continue
            }
            var length = 3
            let longest = min(max(3, input.count - position - 2), 264)
            while length < longest, input[candidate + length] == input[position + length] { length += 1 }
            flush(upTo: position, &output)
            let code = length - 2
            if code < 7 {
                output.append(UInt8(code << 5 | distance >> 8))
            } else {
                output.append(UInt8(7 << 5 | distance >> 8))
                output.append(UInt8(code - 7))
            }
            output.append(UInt8(truncatingIfNeeded: distance))
            if output.count >= limit { return nil }
            for skipped in (position + length - 2)..<(position + length) where skipped < input.count - 2 {
                table[hash(skipped)] = skipped
            }
            position += length
            literalStart = position
        }
        flush(upTo: input.count, &output)
        return output.count < limit ? output : nil
    }

    /// - Returns: nil when `input` is not the compressed form of `count` bytes.
    static func expanded(_ input: ArraySlice<UInt8>, count: Int) -> [UInt8]? {
        var output: [UInt8] = []
        output.reserveCapacity(min(count, 1 << 20))
        var index = input.startIndex
        while index < input.endIndex {
            let control = Int(input[index])
            index += 1
            if control < 32 {
                guard input.endIndex - index > control, output.count + control < count else { return nil }
                output.append(contentsOf: input[index...(index + control)])
                index += control + 1
                continue
            }
            var length = control >> 5
            if length == 7 {
                guard index < input.endIndex else { return nil }
                length += Int(input[index])
                index += 1
            }
            guard index < input.endIndex else { return nil }
            var source = output.count - (control & 31) << 8 - Int(input[index]) - 1
            index += 1
            guard source >= 0, output.count + length + 2 <= count else { return nil }
            for _ in 0..<(length + 2) {
                output.append(output[source])
                source += 1
            }
        }
        return output.count == count ? output : nil
    }
}
